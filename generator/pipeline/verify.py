"""Verify that the output equals the output of a clean build (`build --verify`)."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.core.errors import BackfileError, VerifyError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import connect
from generator.ledger import outputs
from generator.output.survey import all_files
from generator.pipeline.build import Options, build
from generator.reporting.report import Report, Reporter
from generator.system.lock import hold

_ADVICE = "build again; if it still differs, build with --clean, and report that to the authors of Backfile"


def verify(paths: SitePaths, options: Options, reporter: Reporter, report: Report) -> None:
    """Make a clean build in a temporary folder and compare it with the output, byte for byte.

    The last good sources and the registry of slugs are input, like the content.
    Files in the output that Backfile did not write are not compared. Raises
    VerifyError when files differ; the report's problems then list them.
    """
    if not paths.output.is_dir():
        raise BackfileError(f"{paths.output}: there is no output to verify; build first")
    with hold(paths.lock), tempfile.TemporaryDirectory(prefix="backfile-verify-") as folder:
        clean = _paths_in(Path(folder), paths)
        build(clean, options, reporter, report)
        found = list(_differences(paths, clean.output))
    if found:
        report.problems = (*report.problems, *found)
        raise VerifyError(f"files that differ from those of a clean build: {len(found):,}")


def _paths_in(folder: Path, paths: SitePaths) -> SitePaths:
    """Return the paths of the same archive with output, state and registry in a temporary folder."""
    if paths.last_good.is_dir():
        shutil.copytree(paths.last_good, folder / "state" / "last-good")
    registry = folder / "slugs.yaml"
    if paths.registry.exists():
        shutil.copyfile(paths.registry, registry)
    return dataclasses.replace(paths, output=folder / "output", state=folder / "state", registry=registry)


def _differences(paths: SitePaths, clean: Path) -> Iterator[Problem]:
    """Yield a problem for each file that is missing, differs, or should have been removed."""
    made = set(all_files(clean))
    present = set(all_files(paths.output))
    for path in sorted(made - present):
        yield _problem(path, "is missing from the output")
    for path in sorted(made & present):
        if (clean / path).read_bytes() != (paths.output / path).read_bytes():
            yield _problem(path, "differs from the file that a clean build makes")
    for path in sorted((present - made) & _ours(paths)):
        yield _problem(path, "should have been removed: a clean build does not make it")


def _ours(paths: SitePaths) -> set[str]:
    """Return the output paths that Backfile wrote."""
    if not paths.ledger.exists():
        return set()
    connection = connect(Path(":memory:"))
    try:
        outputs.attach(connection, paths.ledger)
        return {row[0] for row in connection.execute("SELECT folder || name FROM ledger.outputs")}
    finally:
        connection.close()


def _problem(path: str, what: str) -> Problem:
    return Problem(f"output/{path}", 0, 0, "verify.difference", f"it {what}", _ADVICE)
