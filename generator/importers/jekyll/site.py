"""Imports a Jekyll site: first its addresses, then its sources one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.addresses.links import href, to_root
from generator.addresses.segments import is_reserved
from generator.core.errors import BackfileError
from generator.core.model import Problem, Severity
from generator.importers.article import RefusalError
from generator.importers.jekyll.addresses import as_permalink
from generator.importers.jekyll.articles import Placed, output_file, page_article, post_article
from generator.importers.jekyll.bodies import Bodies, is_template
from generator.importers.jekyll.config import JekyllConfig, read_config
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.files import Files, redirect
from generator.importers.jekyll.matter import Source, text
from generator.importers.jekyll.sections import Sections
from generator.importers.jekyll.settings import settings_of
from generator.importers.jekyll.stubs import Stub, stub_of
from generator.importers.jekyll.table import Site, Table, read_table
from generator.importers.jekyll.walk import Found
from generator.importers.records.run import Choices, news, opened
from generator.importers.report import ImportReport, Outcome
from generator.importers.target import Archive, open_archive
from generator.importers.writer import Writer
from generator.reporting.report import Reporter
from generator.system.os_errors import sentence

#: Bytes of a source while it is not known what the archive allows.
_LARGEST = 8_000_000
#: Problems that leave something out which an archive has no need of.
_HARMLESS = frozenset({"import.made", "import.template", "import.name", "import.link", "import.compiled"})
_PAGES = (".html", ".htm", ".xhtml")
_COMPILED = (".scss", ".sass", ".coffee")


def import_site(
    source: Path, root: Path, zone: str, choices: Choices, reporter: Reporter, report: ImportReport
) -> None:
    """Import the site in `source` into the archive at `root`. Raises BackfileError.

    `zone` is the one in which Jekyll was run, where _config.yml names none.
    """
    if root.resolve() == source.resolve():
        raise BackfileError(
            f"{root}: the site and the archive can't be one folder; name another for the archive"
        )
    config = _without_own(read_config(source), source, root)
    site = Site(source, config, _zone(config.zone or zone), _LARGEST)
    table = read_table(site)
    stubs = _stubs(site, table)
    settings, refused = settings_of(config, config.zone or zone, source.resolve().name, stubs.values())
    archive = open_archive(root, settings)
    _note(report, site, archive, refused, stubs, zone)
    site = site._replace(max_bytes=archive.config.posts.max_bytes)
    sections = Sections(archive, table.categories)
    with opened(archive, choices, report) as writer:
        if not choices.dry:
            sections.keep()
        files = Files(root, writer.register, update=choices.update, dry=choices.dry)
        bodies = Bodies(config, table, choices.cleaner)
        importer = _Importer(site, archive, bodies, sections, stubs, writer, files, report)
        reporter.begin("import", len(table.urls))
        for found in site.found():
            importer.take(found)
            reporter.advance(1)
            report.gauge.look()
        reporter.end("import")


def _without_own(config: JekyllConfig, source: Path, root: Path) -> JekyllConfig:
    """Leave out what is made of the site and lies in its folder: Jekyll's output, and the archive."""
    folders = [text(config.values.get("destination")).strip("./") or "_site"]
    if root.resolve().is_relative_to(source.resolve()):
        folders.append(root.resolve().relative_to(source.resolve()).as_posix())
    return config._replace(exclude=(*config.exclude, *(f"{folder}/" for folder in folders)))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BackfileError(f"there is no time zone {name}; name one such as Asia/Shanghai") from None


def _stubs(site: Site, table: Table) -> dict[str, Stub]:
    """Return the pages of single categories and tags, by their sources."""
    found_stubs = {}
    for found in table.pages:
        try:
            source, document = site.read(found)
        except (RefusalError, OSError):
            continue
        stub = stub_of(document, source.body, {"categories": table.categories, "tags": table.tags})
        if stub:
            found_stubs[found.path] = stub
    return found_stubs


def _note(
    report: ImportReport,
    site: Site,
    archive: Archive,
    refused: list[str],
    stubs: Mapping[str, Stub],
    zone: str,
) -> None:
    """Tell what concerns the site as a whole."""
    report.notes += refused
    if not site.config.zone:
        report.notes.append(
            f"_config.yml names no timezone; dates are read as Jekyll does in {zone} (--time-zone)"
        )
    if stubs:
        report.notes.append(
            f"pages of single categories and tags, which Backfile makes itself: {len(stubs):,}"
        )
    if not archive.new:
        report.notes.append(
            "site.yaml was there already and is as it was; nothing of _config.yml went into it"
        )
    collections = site.config.values.get("collections")
    others = [name for name in collections or () if name != "posts"] if isinstance(collections, dict) else []
    if others:
        report.notes.append(f"collections are not imported: {', '.join(map(str, others))}")


class _Importer:
    """Takes the files of one site, one after the other."""

    def __init__(
        self,
        site: Site,
        archive: Archive,
        bodies: Bodies,
        sections: Sections,
        stubs: Mapping[str, Stub],
        writer: Writer,
        files: Files,
        report: ImportReport,
    ) -> None:
        self._site, self._archive, self._bodies = site, archive, bodies
        self._sections, self._stubs = sections, stubs
        self._writer, self._files, self._report = writer, files, report

    def take(self, found: Found) -> None:
        """Import a file, and count what became of it."""
        path = ""
        try:
            outcome, path = self._taken(found)
        except RefusalError as why:
            harmless = why.code in _HARMLESS
            outcome = "skipped" if harmless else "bad"
            severity: Severity = "warning" if harmless else "error"
            where = (self._shown(found.path), why.line, why.column)
            self._report.add(Problem(*where, why.code, why.reason, why.cure, severity))
        except OSError as error:
            outcome = "bad"
            reported = sentence(error)
            self._report.add(Problem(self._shown(found.path), 0, 0, "import.unreadable", reported, ""))
        else:
            if outcome in ("changed", "edited", "removed"):
                self._report.add(news(self._shown(found.path), 0, outcome, path))
        self._report.count(outcome, path, file=found.role in ("file", "link", "name"))

    def _taken(self, found: Found) -> tuple[Outcome, str]:
        if found.role == "link":
            raise RefusalError("import.link", "a symbolic link is not followed", "put the file itself there")
        if found.role == "name":
            raise RefusalError("import.name", "the file's name is not UTF-8", "rename it")
        if found.role == "file":
            return self._files.copy(
                self._site.source / found.path, found.path
            ), f"content/static/{found.path}"
        source, document = self._site.read(found)
        for problem in source.problems:
            self._report.add(problem._replace(path=self._shown(found.path)))
        target = text(document.data.get("redirect_to"))
        if target:
            file = output_file(_with_suffix(document))
            return self._files.write(file, redirect(target)), f"content/static/{file}"
        return self._page(document, source) if found.role == "page" else self._post(document, source)

    def _post(self, document: Document, source: Source) -> tuple[Outcome, str]:
        if document.suffix.lower() not in (*_PAGES, *self._site.config.markdown):
            reason = f"nothing here can read {document.suffix}"
            raise RefusalError("import.suffix", reason, "turn it into Markdown or HTML")
        body = self._body(document, source)
        return self._put(post_article(document, body, self._archive, self._sections.slug), document)

    def _page(self, document: Document, source: Source) -> tuple[Outcome, str]:
        stub = self._stubs.get(document.path)
        if stub:
            return self._stub(stub)
        file = output_file(_with_suffix(document))
        if is_reserved(file):
            raise RefusalError("import.made", f"Backfile makes /{file} itself", "nothing is to be done")
        if document.suffix in _COMPILED:
            raise RefusalError("import.compiled", "Jekyll compiles it", "compile it, into content/static/")
        if is_template(source.body):
            reason = "it is a template, which shows what others say; the theme has to do that"
            raise RefusalError("import.template", reason, "see docs/themes.md")
        body = self._body(document, source)
        if document.suffix not in _PAGES:
            return self._files.write(file, body.encode("utf-8", "replace")), f"content/static/{file}"
        return self._put(page_article(document, body, self._archive), document)

    def _stub(self, stub: Stub) -> tuple[Outcome, str]:
        if stub.file == stub.target:
            return "skipped", ""
        target = to_root(stub.file) + href(stub.target)
        return self._files.write(stub.file, redirect(target)), f"content/static/{stub.file}"

    def _body(self, document: Document, source: Source) -> str:
        body, problems = self._bodies.body(document, source)
        for problem in problems:
            self._report.add(problem._replace(path=self._shown(document.path)))
        return body

    def _put(self, placed: Placed, document: Document) -> tuple[Outcome, str]:
        if placed.doubt:
            where = (self._shown(document.path), 0, 0)
            cure = "choose another permalink, and redirect_from for the old one where that can be"
            self._report.add(Problem(*where, "import.address", placed.doubt, cure, "warning"))
        return self._writer.put(placed.article)

    def _shown(self, path: str) -> str:
        return str(self._site.source / path).encode("utf-8", "replace").decode()


def _with_suffix(document: Document) -> str:
    return as_permalink(document.url, document.suffix if document.role == "page" else ".html")
