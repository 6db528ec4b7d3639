"""An import from its beginning to its end: the archive, its lock, its register, a writer, a report."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.importers.article import RefusalError
from generator.importers.records.field_names import Names
from generator.importers.records.reader import Cleaner, RecordReader
from generator.importers.records.rejects import Rejects
from generator.importers.records.rows import Row, Rows, json_rows, table_rows
from generator.importers.register import Register
from generator.importers.report import ImportReport, Outcome
from generator.importers.target import Archive, open_archive
from generator.importers.writer import Writer
from generator.reporting.report import Reporter
from generator.system.lock import hold

#: Records between two steps of progress.
_STEP = 200


class Choices(NamedTuple):
    """What the user chose. `update` takes changes of the source; `dry` writes nothing."""

    update: bool = False
    dry: bool = False
    cleaner: Cleaner | None = None


def import_records(
    kind: Literal["jsonl", "csv"],
    file: Path,
    root: Path,
    names: Names,
    choices: Choices,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import the records of a file into the archive at `root`. Raises BackfileError and OSError."""
    with open(file, "rb") as stream:
        rows = json_rows(stream) if kind == "jsonl" else table_rows(stream, file, names)
        try:
            archive = open_archive(root)
            reader = RecordReader(archive, names, choices.cleaner)
            with opened(archive, choices, report) as writer:
                rejects = Rejects(root, file, rows.head, rows.end, dry=choices.dry)
                reporter.begin("import", file.stat().st_size)
                _import(
                    _advancing(rows, stream, reporter, report), reader, writer, rejects, report, file.name
                )
                reporter.end("import")
        finally:
            rows.release()
    if names.unknown:
        report.notes.append(
            f"not imported: {', '.join(names.unknown)} (--map theirs=ours says what they are)"
        )


@contextmanager
def opened(archive: Archive, choices: Choices, report: ImportReport) -> Iterator[Writer]:
    """Make the archive where it is new, hold its lock, and yield a writer; note how long it all took."""
    start = time.perf_counter()
    try:
        if choices.dry:
            yield from _writer(archive, choices)
        else:
            archive.make()
            with hold(SitePaths.of(archive.root).lock):
                yield from _writer(archive, choices)
    except sqlite3.Error as error:
        raise BackfileError(
            f"{archive.register}: {error}; what was imported stays; see that there is space, or delete this "
            "file, which is made anew from the posts, and import again"
        ) from error
    report.seconds = time.perf_counter() - start


def _writer(archive: Archive, choices: Choices) -> Iterator[Writer]:
    register = Register(archive.register, dry=choices.dry)
    try:
        if register.fresh:
            register.gather(archive.root)
        max_bytes = archive.config.posts.max_bytes
        yield Writer(archive.root, register, max_bytes, update=choices.update, dry=choices.dry)
    finally:
        register.close()


def _import(
    rows: Iterator[Row],
    reader: RecordReader,
    writer: Writer,
    rejects: Rejects,
    report: ImportReport,
    file: str,
) -> None:
    """Import rows one by one, and keep the bad ones; none where the import is broken off."""
    try:
        for row in rows:
            problem = _put(row, reader, writer, report, file)
            if problem:
                report.add(problem)
                rejects.keep(row.raw)
        report.rejects = rejects.finish()
    except BaseException:
        rejects.drop()
        raise


def _advancing(rows: Rows, stream: BinaryIO, reporter: Reporter, report: ImportReport) -> Iterator[Row]:
    """Yield the rows, telling how much of the file is read."""
    done = 0
    reported = stream.seekable()  # else it is a pipe, which does not say how much of it was read
    for count, row in enumerate(rows.rows, 1):
        yield row
        if count % _STEP == 0:
            report.gauge.look()
        if reported and count % _STEP == 0:
            reporter.advance(stream.tell() - done)
            done = stream.tell()
    reporter.advance(stream.tell() - done if reported else 0)


def _put(row: Row, reader: RecordReader, writer: Writer, report: ImportReport, file: str) -> Problem | None:
    """Import a record and count what became of it; return what is wrong with it."""
    try:
        if isinstance(row.record, RefusalError):
            raise row.record
        outcome, path = writer.put(reader.article(row.record), foreign=True)
    except RefusalError as why:
        report.count("bad", "")
        return Problem(file, row.line, why.column, why.code, why.reason, why.cure)
    report.count(outcome, path)
    if outcome in ("changed", "edited", "removed"):
        report.add(news(file, row.line, outcome, path))
    return None


def news(file: str, line: int, outcome: Outcome, path: str) -> Problem:
    """Return what is told of a record that is not what it was."""
    reported = {
        "changed": (f"it is not what was imported as {path}", "--update takes the change"),
        "edited": (
            f"it has changed, and {path} was edited here",
            "compare the two; the file was left as it is",
        ),
        "removed": (f"{path} was imported and is not there any more", "it was not brought back"),
    }
    return Problem(file, line, 0, f"import.{outcome}", *reported[outcome], "warning")
