"""Import a feed: fetch it, write its entries, each once, and remember what was read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator import __version__
from generator.core.digests import digest_text
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.core.wording import quoted
from generator.importers.article import RefusalError
from generator.importers.feeds.fetch import Bounds, fetch
from generator.importers.feeds.parse import Feed, Record, parse_feed
from generator.importers.feeds.state import FeedState, read_state, state_file, write_state
from generator.importers.records.field_names import FieldNames
from generator.importers.records.reader import RecordReader
from generator.importers.records.reject_file import RejectFile
from generator.importers.records.run import ImportOptions, open_writer, outcome_warning
from generator.importers.report import ImportReport
from generator.importers.target import Archive, open_archive
from generator.importers.writer import Writer
from generator.reporting.report import Reporter
from generator.system.files import read_file

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


class FeedOptions(NamedTuple):
    """What the user says of a feed: names of fields, categories of all its entries, bounds for its server."""

    mapping: Mapping[str, str] = {}
    categories: tuple[str, ...] = ()
    bounds: Bounds = Bounds()


class _Source(NamedTuple):
    """The feed as it was read. `name` is its address or file; `state` is what to remember of it."""

    name: str
    data: bytes
    media_type: str
    state: FeedState


def import_feed(
    source: str,
    root: Path,
    about: FeedOptions,
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import a feed into the archive at `root`. Raises BackfileError and OSError."""
    way = _way(about, options)
    state = state_file(SitePaths.of(root).state, source)
    # Without the register, articles that were removed here are to come back.
    has_register = SitePaths.of(root).state.joinpath("imports.sqlite").is_file()
    known = read_state(state, way) if has_register else FeedState()
    found = _read(source, root, known, about.bounds, report)
    if not found:
        report.notes.append("the feed has not changed since it was imported")
        return
    feed = parse_feed(found.data, found.media_type, source)
    archive = open_archive(root, {"title": feed.title} if feed.title else None)
    with open_writer(archive, options, report) as writer:
        reporter.begin("import", len(feed.records))
        _Importer(source, feed, archive, about, options, writer, report).run(reporter)
        reporter.end("import")
    is_settled = not any(report.counts[name] for name in ("bad", "changed"))
    if is_settled and not options.dry and _WEB.match(source):
        write_state(state, source, found.state._replace(way=way))


def _way(about: FeedOptions, options: ImportOptions) -> str:
    """Return a digest of what else decides what becomes of a feed."""
    parts = [sorted(about.mapping.items()), about.categories, options.cleaner is not None, __version__]
    return digest_text(json.dumps(parts, ensure_ascii=False), 16)


def _read(source: str, root: Path, known: FeedState, bounds: Bounds, report: ImportReport) -> _Source | None:
    """Return a feed; None if it has not changed. Raises BackfileError and OSError."""
    if not _WEB.match(source):
        return _Source(source, _read_file(source, bounds), "", FeedState())
    fetched = fetch(source, known.validators, _site(root), bounds)
    if fetched.moved:
        report.notes.append(f"the feed has moved for good, to {fetched.moved}; use that address")
    if fetched.data is None:
        return None
    content = digest_text(fetched.data.hex(), 16)
    if content == known.content:
        return None  # Not all servers know conditions.
    return _Source(source, fetched.data, fetched.media_type, FeedState(fetched.validators, content))


def _read_file(source: str, bounds: Bounds) -> bytes:
    file = Path(source)
    if not file.is_file():
        if _SCHEME.match(source):
            raise BackfileError(f"{source}: a feed comes from http:// or https://, or from a file")
        raise BackfileError(f"{source}: there is no such file")
    data, _ = read_file(str(file), bounds.size)
    if data is None:
        raise BackfileError(f"{source}: it has more than {bounds.size:,} bytes, so it is no feed")
    return data


def _site(root: Path) -> str:
    """Return the URL of the archive, "" if it has none yet."""
    return open_archive(root).config.url if (root / "site.yaml").is_file() else ""


class _Importer:
    """Imports the entries of one feed, one by one."""

    def __init__(
        self,
        source: str,
        feed: Feed,
        archive: Archive,
        about: FeedOptions,
        options: ImportOptions,
        writer: Writer,
        report: ImportReport,
    ) -> None:
        self._source, self._feed, self._archive = source, feed, archive
        self._categories = about.categories
        self._names = FieldNames(about.mapping)
        self._reader = RecordReader(archive, self._names, options.cleaner)
        self._writer, self._report = writer, report
        name = Path(f"{_file_name(source)}.jsonl")
        self._rejects = RejectFile(archive.root, name, b"", b"\n", dry=options.dry)

    def run(self, reporter: Reporter) -> None:
        """Import all entries; bad ones go to a side file, as JSON Lines."""
        if self._feed.damage:
            where = (self._source, self._feed.line, self._feed.column)
            cure = "tell its owner; compare what is missing"
            self._report.add(Problem(*where, "import.feed", self._feed.damage, cure, "warning"))
        try:
            for record in self._feed.records:
                self._put(self._completed(record))
                reporter.advance(1)
            self._report.rejects = self._rejects.finish()
        except BaseException:
            self._rejects.discard()
            raise
        if self._names.unknown:
            self._report.notes.append(f"not imported: {', '.join(self._names.unknown)}")

    def _completed(self, record: Record) -> Record:
        """Return a record with what is said of the feed as a whole."""
        # In records, texts have entities.
        title = html.escape(self._feed.title, quote=False)
        whole: dict[str, Any] = {"source": title} if title else {}
        if self._feed.language and not _alike(self._feed.language, self._archive.config.language):
            whole["language"] = self._feed.language
        whole |= record
        if self._categories:
            whole["categories"] = list(self._categories)
        return whole

    def _put(self, record: Record) -> None:
        """Import an entry, and count what became of it."""
        try:
            outcome, path = self._writer.write(self._reader.article(record), foreign=True)
        except RefusalError as why:
            self._report.count("bad", "")
            named = quoted(str(record.get("title") or record.get("id") or record.get("url") or ""))
            message = f"the entry {named}: {why.reason}"
            self._report.add(Problem(self._source, 0, 0, why.code, message, why.cure))
            line = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
            self._rejects.write((line,))
            return
        self._report.count(outcome, path)
        if outcome in ("changed", "edited", "removed"):
            self._report.add(outcome_warning(self._source, 0, outcome, path))


def _alike(one: str, other: str) -> bool:
    """Return whether two tags name the same language, whatever the script or country."""
    return one.replace("_", "-").partition("-")[0].lower() == other.partition("-")[0].lower()


def _file_name(source: str) -> str:
    """Return a name for the side file of a feed."""
    name = urlsplit(source).hostname or "feed" if _WEB.match(source) else Path(source).stem
    return re.sub(r"[^\w.-]+", "-", name) or "feed"


def categories_of(options: Iterable[str]) -> tuple[str, ...]:
    """Return the categories that are named, each once."""
    return tuple(dict.fromkeys(name.strip() for name in options if name.strip()))
