"""Import a Hexo site: find all addresses first, then import its posts, pages and files one by one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from generator.core.model import Problem
from generator.importers.article import RefusalError
from generator.importers.hexo.articles import old_page
from generator.importers.hexo.bodies import BodyConverter
from generator.importers.hexo.config import read_config
from generator.importers.hexo.documents import Document, Zones
from generator.importers.hexo.layouts import notes_on_layouts
from generator.importers.hexo.settings import assign_slugs, menu_of, moved_lists, settings_of
from generator.importers.hexo.site_index import HexoIndex, Site, index_site
from generator.importers.hexo.source_files import SourceFile
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport, Outcome
from generator.importers.sites.dating import date_problems
from generator.importers.sites.former_feeds import OldFeeds
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

    `zone` is the time zone of the machine on which Hexo ran, "" for that of its settings; `replacements` are
    texts for tags.
    """
    check_apart(source, root)
    config = read_config(source)
    written = config.zone or zone or "UTC"
    site = Site(source, config, Zones(zone_named(written), zone_named(zone or written)), _LARGEST)
    index = index_site(site)
    opened = _opened(site, index, root, written, report)
    site.max_bytes = opened.archive.config.posts.max_bytes
    hosts = opened.archive.config.sanitizer.iframe_hosts
    converter = BodyConverter(site, index, replacements, hosts, options.cleaner)
    with opened.parts(source / config.source, options, report) as parts:
        importer = _Importer(site, index, converter, parts, opened.moved)
        reporter.begin("import", len(index.urls))
        importer.take_all(reporter)
        parts.redirect_lists(opened.moved, importer.pages)
        reporter.end("import")
    report.notes += converter.unknown.notes()
    report.notes += notes_on_layouts(source, text(config.values.get("theme")), parts.unknown_fields)


def _opened(site: Site, index: HexoIndex, root: Path, zone: str, report: ImportReport) -> Opened:
    """Open the archive with the settings of the site."""
    settings, refused = settings_of(site.config, site.folder.resolve().name, zone, index)

    def move(slugs: TermSlugs) -> dict[str, str]:
        assign_slugs(site.config, index, slugs)
        return moved_lists(site.config, index, slugs)

    report.notes += refused
    menu = partial(menu_of, site.folder, site.config)
    opened = open_for_site(root, settings, move, menu, OldFeeds(), report)
    machine = site.zones.machine.key
    report.notes.append(f"addresses have the days in the zone {machine}, in which Hexo ran (see --time-zone)")
    report.notes.append("themes, scripts and source/_data are not imported")
    return opened


class _Importer:
    """Imports the files of one site. `pages` are the output paths of posts and pages."""

    def __init__(
        self, site: Site, index: HexoIndex, converter: BodyConverter, parts: Parts, moved: Mapping[str, str]
    ) -> None:
        self._site, self._index, self._moved = site, index, moved
        self._converter, self._parts = converter, parts
        self.pages: set[str] = set()

    def take_all(self, reporter: Reporter) -> None:
        """Import all files."""
        for file in self._site.files:
            is_file = file.role not in ("post", "draft", "page")
            self._parts.take(file.path, partial(self.take, file), file=is_file)
            reporter.advance(0 if is_file else 1)

    def take(self, file: SourceFile) -> tuple[Outcome, str]:
        """Import a file. Raises RefusalError and OSError."""
        refuse_unread(file.role)
        if file.role == "compiled":
            raise RefusalError("import.compiled", "Hexo compiles it", "compile it into content/static/")
        if file.role == "file":
            return self._parts.copy_file(self._site.path(file), file.path)
        if file.role == "asset":
            return self._asset(file)
        source, document = self._site.read(file)
        self._parts.tell(*(problem._replace(path=file.path) for problem in source.problems))
        self._parts.tell(*date_problems(file.path, document.doubt))
        return self._page(document, source)

    def _asset(self, file: SourceFile) -> tuple[Outcome, str]:
        url = self._index.assets.get(file.path, "")
        if not url:
            reason = (
                "it is in the folder of no post, or post_asset_folder is off, so Hexo does not publish it"
            )
            raise RefusalError("import.made", reason, "move it to content/static/, if posts need it")
        return self._parts.copy_file(self._site.path(file), url.lstrip("/"))

    def _page(self, document: Document, source: Source) -> tuple[Outcome, str]:
        place = output_file(document.url)
        if not source.body.strip() and place in self._moved:
            raise RefusalError("import.made", "Backfile makes lists itself", "nothing is to be done")
        body, problems = self._converter.convert(document, source)
        self._parts.tell(*problems)
        if document.url:
            self.pages.add(place)
        else:
            self._parts.tell(_no_address(document))
        return self._parts.put_page(old_page(document, self._site.zones.written), body)


def _no_address(document: Document) -> Problem:
    message = "its address can't be known: permalink uses an id of Hexo's database, or the date of its file"
    cure = "give it a permalink in its front matter"
    return Problem(document.file.path, 0, 0, "import.address", message, cure, "warning")
