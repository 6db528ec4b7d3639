"""Imports in this process, for tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from generator.content.post import parse_post
from generator.core.model import Post
from generator.importers.records.field_names import FieldNames, parse_mappings
from generator.importers.records.run import ImportOptions, import_records
from generator.importers.report import ImportReport
from generator.kinds.site_config import load_config
from generator.pipeline.slices import read_options
from generator.reporting.report import Reporter


def jsonl(path: Path, records: Iterable[Mapping[str, Any] | str]) -> Path:
    """Write records as JSON Lines; a text is a line as it is."""
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def run(
    file: Path,
    root: Path,
    *mapping: str,
    kind: Literal["jsonl", "csv"] = "jsonl",
    update: bool = False,
    dry: bool = False,
) -> ImportReport:
    """Import a file into an archive."""
    report = ImportReport()
    names = FieldNames(parse_mappings(mapping))
    import_records(kind, file, root, names, ImportOptions(update, dry), Reporter(), report)
    return report


def posts(root: Path) -> list[Path]:
    """Return the posts of an archive, by path."""
    return sorted((root / "content" / "posts").rglob("*.md"))


def parsed(root: Path, path: Path) -> Post:
    """Return a post as a build reads it; it must not have a problem."""
    found = parse_post(
        path.relative_to(root).as_posix(), path.read_bytes(), read_options(load_config(root / "site.yaml"))
    )
    assert found.problems == ()
    assert found.post is not None
    return found.post


def codes(report: ImportReport) -> list[str]:
    """Return what was told, by code and line."""
    return [f"{problem.code}:{problem.line}" for problem in report.problems]
