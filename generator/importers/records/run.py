"""Run an import of records: open the archive, lock it, write articles and fill in the report."""

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
from generator.importers.existing import existing_posts
from generator.importers.into_packs import pack_imported
from generator.importers.records.field_names import FieldNames
from generator.importers.records.reader import Cleaner, RecordReader
from generator.importers.records.reject_file import RejectFile
from generator.importers.records.rows import Row, Rows, json_rows, table_rows
from generator.importers.register import Register
from generator.importers.report import ImportReport, Outcome
from generator.importers.target import Archive, open_archive
from generator.importers.writer import Writer
from generator.reporting.report import Reporter
from generator.system.lock import hold

#: Records between two steps of progress.
_STEP = 200


class ImportOptions(NamedTuple):
    """The options of the user. `update` updates changed posts; `dry` writes nothing; `packs` writes packs."""

    update: bool = False
    dry: bool = False
    cleaner: Cleaner | None = None
    packs: bool = False


def import_records(
    kind: Literal["jsonl", "csv"],
    file: Path,
    root: Path,
    names: FieldNames,
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import the records of a file into the archive at `root`. Raises BackfileError and OSError."""
    with open(file, "rb") as stream:
        rows = json_rows(stream) if kind == "jsonl" else table_rows(stream, file, names)
        try:
            archive = open_archive(root)
            reader = RecordReader(archive, names, options.cleaner)
            with open_writer(archive, options, report) as writer:
                rejects = RejectFile(root, file, rows.head, rows.end, dry=options.dry)
                reporter.begin("import", file.stat().st_size)
                _import(
                    _with_progress(rows, stream, reporter, report), reader, writer, rejects, report, file.name
                )
                reporter.end("import")
        finally:
            rows.release()
    if names.unknown:
        report.notes.append(f"not imported: {', '.join(names.unknown)} (assign them with --map theirs=ours)")


@contextmanager
def open_writer(archive: Archive, options: ImportOptions, report: ImportReport) -> Iterator[Writer]:
    """Create the archive if it is new, hold its lock, yield a writer, and measure the time."""
    start = time.perf_counter()
    try:
        if options.dry:
            yield from _writer(archive, options, report)
        else:
            archive.make()
            with hold(SitePaths.of(archive.root).lock):
                yield from _writer(archive, options, report)
    except sqlite3.Error as error:
        raise BackfileError(
            f"{archive.register}: {error}; imported posts stay; make sure there is space, or delete this "
            "file, which is rebuilt from the posts, and import again"
        ) from error
    report.seconds = time.perf_counter() - start


def _writer(archive: Archive, options: ImportOptions, report: ImportReport) -> Iterator[Writer]:
    register = Register(archive.register, dry=options.dry)
    try:
        with existing_posts(archive.root) as posts:
            if register.fresh:
                register.rebuild(archive.root, posts)
            max_bytes = archive.config.posts.max_bytes
            yield Writer(archive.root, posts, register, max_bytes, update=options.update, dry=options.dry)
        if options.packs and not options.dry:
            pack_imported(archive, register.paths_of_run(), report)
    finally:
        register.close()


def _import(
    rows: Iterator[Row],
    reader: RecordReader,
    writer: Writer,
    rejects: RejectFile,
    report: ImportReport,
    file: str,
) -> None:
    """Import rows one by one, and write the bad ones to the reject file, unless the import is interrupted."""
    try:
        for row in rows:
            problem = _put(row, reader, writer, report, file)
            if problem:
                report.add(problem)
                rejects.write(row.raw)
        report.rejects = rejects.finish()
    except BaseException:
        rejects.discard()
        raise


def _with_progress(rows: Rows, stream: BinaryIO, reporter: Reporter, report: ImportReport) -> Iterator[Row]:
    """Yield the rows, and report how much of the file was read."""
    done = 0
    reported = stream.seekable()  # False for a pipe, which has no position
    for count, row in enumerate(rows.rows, 1):
        yield row
        if count % _STEP == 0:
            report.memory.sample()
        if reported and count % _STEP == 0:
            reporter.advance(stream.tell() - done)
            done = stream.tell()
    reporter.advance(stream.tell() - done if reported else 0)


def _put(row: Row, reader: RecordReader, writer: Writer, report: ImportReport, file: str) -> Problem | None:
    """Import a record and count the outcome; return its problem, if it was refused."""
    try:
        if isinstance(row.record, RefusalError):
            raise row.record
        outcome, path = writer.write(reader.article(row.record), foreign=True)
    except RefusalError as why:
        report.count("bad", "")
        return Problem(file, row.line, why.column, why.code, why.reason, why.cure)
    report.count(outcome, path)
    if outcome in ("changed", "edited", "removed"):
        report.add(outcome_warning(file, row.line, outcome, path))
    return None


def outcome_warning(file: str, line: int, outcome: Outcome, path: str) -> Problem:
    """Return the warning for an article that changed in the source or was removed here."""
    reported = {
        "changed": (f"it has changed since it was imported as {path}", "update the post with --update"),
        "edited": (
            f"it has changed, and {path} was edited here",
            "compare the two; the post was not updated",
        ),
        "removed": (
            f"{path} was imported before, but is missing now",
            "nothing is to be done; it was not restored",
        ),
    }
    return Problem(file, line, 0, f"import.{outcome}", *reported[outcome], "warning")
