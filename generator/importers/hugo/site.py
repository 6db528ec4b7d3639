"""Import a Hugo site: find all addresses first, then import its pages and files one by one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from generator.importers.article import RefusalError
from generator.importers.hugo.articles import old_page
from generator.importers.hugo.bodies import BodyConverter
from generator.importers.hugo.config import read_config
from generator.importers.hugo.documents import Document
from generator.importers.hugo.feeds import old_feeds
from generator.importers.hugo.layouts import notes_on_layouts
from generator.importers.hugo.lists import assign_slugs, moved_lists, term_patterns
from generator.importers.hugo.settings import menu_of, settings_of
from generator.importers.hugo.site_index import HugoIndex, Site, index_site
from generator.importers.hugo.source_files import SourceFile
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport, Outcome
from generator.importers.sites.config_files import group, is_true
from generator.importers.sites.dating import date_problems
from generator.importers.sites.front_matter import Source, text
from generator.importers.sites.opening import Opened, open_for_site
from generator.importers.sites.parts import Parts, check_apart, refuse_unread
from generator.importers.sites.placing import output_file
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.sites.zones import zone_named
from generator.reporting.report import Reporter

#: The most bytes of a source, before the archive's own limit is known.
_LARGEST = 8_000_000


def import_site(
    source: Path,
    root: Path,
    zone: str,
    replacements: Mapping[str, str],
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import the site in `source` into the archive at `root`. Raises BackfileError.

    `zone` is the time zone of its dates, if its settings have none; `replacements` are texts for shortcodes.
    """
    check_apart(source, root)
    config = read_config(source)
    zone = config.zone or zone
    site = Site(source, config, zone_named(zone), _LARGEST)
    index = index_site(site)
    opened = _opened(site, index, root, zone, report)
    site.max_bytes = opened.archive.config.posts.max_bytes
    hosts = opened.archive.config.sanitizer.iframe_hosts
    converter = BodyConverter(site, index, replacements, hosts, options.cleaner)
    with opened.parts(source, options, report) as parts:
        importer = _Importer(site, index, converter, parts)
        reporter.begin("import", index.pages)
        importer.take_all(reporter)
        for mount in site.config.mounts.static:
            parts.copy_folder(source, mount.folder, mount.below)
        parts.copy_files(source / "assets", converter.assets)
        parts.redirect_lists(opened.moved, importer.pages)
        reporter.end("import")
    report.notes += converter.unknown.notes()
    sections = [name for name, count in index.posts.items() if count]
    report.notes += notes_on_layouts(source, config.themes, sections, parts.unknown_fields)


def _opened(site: Site, index: HugoIndex, root: Path, zone: str, report: ImportReport) -> Opened:
    """Open the archive with the settings of the site."""
    lists = term_patterns(site.config, site.reader)
    settings, refused = settings_of(site.config, site.source.resolve().name, zone, index, lists)

    def move(slugs: TermSlugs) -> dict[str, str]:
        assign_slugs(site.config, site.reader, index, slugs)
        return moved_lists(site.config, site.reader, index, slugs)

    report.notes += refused
    menu = partial(menu_of, site.config, site.reader, index)
    feeds = old_feeds(site.config, site.reader, index)
    opened = open_for_site(root, settings, move, menu, feeds, report)
    report.notes += _notes(site, index, zone)
    return opened


def _notes(site: Site, index: HugoIndex, zone: str) -> Iterator[str]:
    """Yield what the owner has to know of the site as a whole."""
    yield from site.config.mounts.notes
    if not site.config.zone:
        yield f"the site names no timeZone; dates are read in {zone} (see --time-zone)"
    others = sorted({one for _, one in index.terms} - {"tags", "categories"})
    if others:
        yield f"taxonomies that became tags: {', '.join(others)}"
    yield "themes, layouts and data are not imported"


class _Importer:
    """Imports the files of the content of one site. `pages` are the output paths of pages with a text."""

    def __init__(self, site: Site, index: HugoIndex, converter: BodyConverter, parts: Parts) -> None:
        self._site, self._index = site, index
        self._converter, self._parts = converter, parts
        self.pages: set[str] = set()

    def take_all(self, reporter: Reporter) -> None:
        """Import all files of the content."""
        for file in self._site.files():
            is_file = file.role not in ("page", "section", "format")
            self._parts.take(file.path, partial(self.take, file), file=is_file)
            reporter.advance(0 if is_file else 1)

    def take(self, file: SourceFile) -> tuple[Outcome, str]:
        """Import a file. Raises RefusalError and OSError."""
        refuse_unread(file.role)
        if file.role == "part":
            reason = "it is a part of its bundle, without a page"
            raise RefusalError("import.made", reason, "nothing is to be done")
        if file.role == "format":
            reason = f"Backfile can't read {file.suffix} files"
            cure = (
                f"convert it, as with pandoc -s {file.path} -t markdown -o {file.stem}.md, and import again"
            )
            raise RefusalError("import.suffix", reason, cure)
        if file.role == "file":
            return self._file(file)
        source, document = self._site.read(file)
        self._parts.tell(*(problem._replace(path=file.path) for problem in source.problems))
        self._parts.tell(*date_problems(file.path, document.doubt))
        build = {**group(document.data, "_build"), **group(document.data, "build")}
        if is_true(document.data.get("headless")) or text(build.get("render")) in ("never", "false", "link"):
            raise RefusalError("import.made", "the site makes no page of it", "nothing is to be done")
        return self._page(document, source)

    def _page(self, document: Document, source: Source) -> tuple[Outcome, str]:
        if document.file.role == "section" and (not document.file.folders or not source.body.strip()):
            reason = "it has no text, and Backfile makes lists itself"
            if source.body.strip():
                reason = "its text is not shown: Backfile makes the home page itself"
            raise RefusalError("import.made", reason, "nothing is to be done")
        body, problems = self._converter.convert(document, source)
        self._parts.tell(*problems)
        self.pages.add(output_file(document.url))
        return self._parts.put_page(old_page(document, self._site, self._index), body)

    def _file(self, file: SourceFile) -> tuple[Outcome, str]:
        """Copy a file of a bundle to the addresses of its pages, or of a section to its own."""
        outcome: Outcome = "skipped"
        path = ""
        for folder, rest in self._places(file):
            target = output_file(folder).removesuffix("index.html").removesuffix(".html")
            target = f"{target.rstrip('/')}/{rest}".lstrip("/")
            outcome, path = self._parts.copy_file(self._site.source / file.path, target)
        return outcome, path

    def _places(self, file: SourceFile) -> list[tuple[str, str]]:
        if file.bundle:
            urls = self._index.versions.get(file.bundle, {})
            return [(url, file.inside.removeprefix(f"{file.bundle}/")) for url in urls.values()]
        folder, name = posixpath.split(file.inside)
        folders = tuple(folder.split("/")) if folder else ()
        return [(self._site.reader.section_url(file.language, folders) if folders else "/", name)]
