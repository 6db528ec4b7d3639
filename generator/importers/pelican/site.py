"""Import a Pelican site: find all addresses first, then import its articles, pages and files one by one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from generator.core.model import Problem
from generator.importers.article import RefusalError
from generator.importers.pelican.articles import old_page
from generator.importers.pelican.authors import notes_on_authors
from generator.importers.pelican.bodies import BodyConverter
from generator.importers.pelican.config import PelicanConfig, read_config
from generator.importers.pelican.feeds import old_feeds
from generator.importers.pelican.layouts import notes_on_layouts
from generator.importers.pelican.settings import assign_slugs, menu_of, moved_lists, settings_of
from generator.importers.pelican.site_index import PelicanIndex, Site, index_site, static_path
from generator.importers.pelican.source_files import SourceFile
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport, Outcome
from generator.importers.sites.dating import date_problems
from generator.importers.sites.engines import needs_extra
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
    given: Iterable[str],
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import the site in `source` into the archive at `root`. Raises BackfileError.

    `zone` is the time zone of its dates, if its settings have none; `given` are settings, as NAME=VALUE.
    """
    check_apart(source, root)
    config = read_config(source, given)
    zone = config.text("TIMEZONE") or zone
    site = Site(config, zone_named(zone), _LARGEST)
    index = index_site(site)
    opened = _opened(config, source, index, root, zone, report)
    site.max_bytes = opened.archive.config.posts.max_bytes
    converter = BodyConverter(site, index, options.cleaner)
    with opened.parts(config.content, options, report) as parts:
        importer = _Importer(site, index, converter, parts)
        reporter.begin("import", len(index.urls))
        importer.take_all(reporter)
        parts.redirect_lists(opened.moved, importer.pages)
        reporter.end("import")
    report.notes += notes_on_layouts(source, config.text("THEME"), parts.unknown_fields)


def _opened(
    config: PelicanConfig, source: Path, index: PelicanIndex, root: Path, zone: str, report: ImportReport
) -> Opened:
    """Open the archive with the settings of the site."""
    settings, refused = settings_of(config, source.resolve().name, zone, index)

    def move(slugs: TermSlugs) -> dict[str, str]:
        assign_slugs(config, index, slugs)
        return moved_lists(config, index, slugs)

    report.notes += refused
    feeds = old_feeds(config, index)
    opened = open_for_site(root, settings, move, partial(menu_of, config), feeds, report)
    if not config.text("TIMEZONE"):
        report.notes.append(f"pelicanconf.py names no TIMEZONE; dates are read in {zone} (see --time-zone)")
    for (file, name), line in config.computed.items():
        message = f"{name} is computed by Python, which is not run; Pelican's usual value is taken"
        cure = f"give it: --setting {name}='…'"
        report.add(Problem(str(source / file), line, 0, "import.setting", message, cure, "warning"))
    report.notes += notes_on_authors(config, index)
    report.notes.append("themes and plugins are not imported")
    if any("liquid_tags" in name for name in config.texts("PLUGINS")):
        report.notes.append(
            "tags of the plugin liquid_tags ({% … %}) stay in texts; builds report each (body.template)"
        )
    return opened


class _Importer:
    """Imports the files of one site. `pages` are the output paths of articles and pages."""

    def __init__(self, site: Site, index: PelicanIndex, converter: BodyConverter, parts: Parts) -> None:
        self._site, self._index = site, index
        self._converter, self._parts = converter, parts
        self.pages: set[str] = set()

    def take_all(self, reporter: Reporter) -> None:
        """Import all texts, then the files that are static, or that texts name."""
        texts = [file for file in self._site.files if file.role in ("article", "page")]
        for file in texts:
            self._parts.take(file.path, partial(self._text, file), file=False)
            reporter.advance(1)
        for file in self._site.files:
            is_linked = file.path in self._converter.linked
            if file.role in ("static", "link", "name") or (file.role == "other" and is_linked):
                self._parts.take(file.path, partial(self._file, file), file=True)

    def _file(self, file: SourceFile) -> tuple[Outcome, str]:
        refuse_unread(file.role)
        path = self._converter.linked.get(file.path) or static_path(file.path, self._site.config)
        return self._parts.copy_file(self._site.path(file), path)

    def _text(self, file: SourceFile) -> tuple[Outcome, str]:
        text, document = self._site.read(file)
        if document.status == "skip" or not document.save_as:
            raise RefusalError("import.made", "the site makes no page of it", "nothing is to be done")
        self._parts.tell(*date_problems(file.path, document.doubt))
        body, problems = self._converter.convert(document, text)
        self._parts.tell(*problems)
        self.pages.add(output_file(document.url))
        extra = not text.is_html and needs_extra(body)
        return self._parts.put_page(old_page(document, self._site, self._index, extra=extra), body)
