"""Move the posts of an import into packs, at its end."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.paths import SitePaths
from generator.core.wording import counted
from generator.importers.report import ImportReport
from generator.importers.target import Archive
from generator.packing.pack import PackRequest, current_month, pack
from generator.parallel.executor import executor
from generator.pipeline.build import now, worker_count


def pack_imported(archive: Archive, paths: Iterable[str], report: ImportReport) -> None:
    """Move the posts at some paths into the packs of their months, if these are over.

    Raises BackfileError and OSError; then posts that were not moved are files.
    """
    time = now()
    request = PackRequest(current_month(archive.config, time), paths=paths)
    workers = worker_count(0, archive.config)
    outcome = pack(
        SitePaths.of(archive.root), archive.config, request, executor(workers), time, lambda *_: None
    )
    for problem in outcome.problems:
        report.add(problem)
    moved, months = outcome.months.total(), len(outcome.months)
    report.notes.append(f"{counted(moved, 'post')} moved into {counted(months, 'pack')}")
