"""Import a Jekyll site: find all addresses first, then import its files one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from generator.addresses.links import href, to_root
from generator.core.model import Problem
from generator.importers.article import Fields, RefusalError
from generator.importers.jekyll.articles import page_article, permalink_of, post_article
from generator.importers.jekyll.bodies import BodyConverter, is_template
from generator.importers.jekyll.collections import site_path
from generator.importers.jekyll.config import JekyllConfig, read_config
from generator.importers.jekyll.data_files import read_data
from generator.importers.jekyll.documents import Document, title_of
from generator.importers.jekyll.feeds import former_feeds, old_feeds
from generator.importers.jekyll.layouts import notes_on_layouts, read_layouts
from generator.importers.jekyll.list_pages import ListPages
from generator.importers.jekyll.menus import menus_of, navigation, notes_of
from generator.importers.jekyll.settings import settings_of
from generator.importers.jekyll.site_index import Site, SiteIndex, index_site
from generator.importers.jekyll.source_files import SourceFile
from generator.importers.jekyll.term_archives import assign_slugs
from generator.importers.jekyll.term_pages import term_page_of
from generator.importers.records.run import ImportOptions, open_writer
from generator.importers.report import ImportReport, Outcome
from generator.importers.sites.dating import date_problems
from generator.importers.sites.former_feeds import with_feeds
from generator.importers.sites.front_matter import Source, text
from generator.importers.sites.opening import Opened
from generator.importers.sites.outcomes import Outcomes
from generator.importers.sites.parts import check_apart, refuse_unread
from generator.importers.sites.placing import PlacedArticle, output_file, unknown_fields
from generator.importers.sites.static_files import StaticFiles, redirect_page
from generator.importers.sites.term_slugs import TermSlugs, moved
from generator.importers.sites.terms import TermPage
from generator.importers.sites.zones import zone_named
from generator.importers.target import Archive, open_archive
from generator.importers.writer import Writer
from generator.kinds.registry import reserved
from generator.reporting.report import Reporter

#: The most bytes of a source, before the archive's own limit is known.
_LARGEST = 8_000_000
_PAGES = (".html", ".htm", ".xhtml")
_COMPILED = (".scss", ".sass", ".coffee")


def import_site(
    source: Path,
    root: Path,
    zone: str,
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
    replacements: Mapping[str, str] | None = None,
) -> None:
    """Import the site in `source` into the archive at `root`. Raises BackfileError.

    `zone` is the time zone in which Jekyll ran, if _config.yml has none; `replacements` are texts for tags of
    plugins, by name.
    """
    check_apart(source, root)
    config = _without_own(read_config(source), source, root)
    site = Site(source, config, zone_named(config.zone or zone), _LARGEST)
    index = index_site(site)
    term_pages = _term_pages(site, index)
    templates = read_layouts(source)
    opened = _opened(site, index, root, zone, term_pages, templates, report)
    archive, slugs = opened.archive, opened.slugs
    site = site._replace(max_bytes=archive.config.posts.max_bytes)
    with open_writer(archive, options, report) as writer:
        if not options.dry:
            slugs.save()
        files = StaticFiles(archive, writer.register, update=options.update, dry=options.dry)
        converter = BodyConverter(site, index, replacements or {}, options.cleaner)
        lists = ListPages(templates, {"categories": index.categories, "tags": index.tags})
        importer = _Importer(
            site, archive, converter, slugs, term_pages, lists, writer, files, Outcomes(source, report)
        )
        importer.import_all(len(index.urls), reporter, report)
        importer.redirect(opened.moved)
    report.notes += [*converter.notes, *converter.unknown_tags()]
    report.notes += notes_on_layouts(templates, importer.layouts, importer.unknown_fields)


def _opened(
    site: Site,
    index: SiteIndex,
    root: Path,
    zone: str,
    term_pages: Mapping[str, TermPage],
    templates: Mapping[str, str],
    report: ImportReport,
) -> Opened:
    """Open the archive with the settings of the site, its terms and its menu."""
    config, pages = site.config, term_pages.values()
    name, feeds = site.source.resolve().name, former_feeds(site, index)
    settings, refused = settings_of(config, config.zone or zone, name, pages, feeds)
    archive = open_archive(root, settings)
    slugs = TermSlugs(archive)
    old_lists = assign_slugs(config, index, pages, slugs)
    links, untaken = _navigation(site, index, term_pages, slugs, templates)
    if archive.new:
        kept = with_feeds(settings, old_feeds(site, index), slugs)
        archive = open_archive(root, kept.settings | links)
        report.notes += [*untaken, *kept.notes]
    _note(report, site, archive, refused, term_pages, zone)
    return Opened(archive, slugs, moved((old, slugs.page(kind, name)) for kind, name, old in old_lists))


def _without_own(config: JekyllConfig, source: Path, root: Path) -> JekyllConfig:
    """Exclude Jekyll's output and the archive, if they are in the site's folder."""
    folders = [text(config.values.get("destination")).strip("./") or "_site"]
    if root.resolve().is_relative_to(source.resolve()):
        folders.append(root.resolve().relative_to(source.resolve()).as_posix())
    return config._replace(exclude=(*config.exclude, *(f"{folder}/" for folder in folders)))


def _term_pages(site: Site, index: SiteIndex) -> dict[str, TermPage]:
    """Return the pages of single categories and tags, by the paths of their sources."""
    pages = {}
    for found in index.pages:
        try:
            source, document = site.read(found)
        except (RefusalError, OSError):
            continue
        term_page = term_page_of(document, source.body, {"categories": index.categories, "tags": index.tags})
        if term_page:
            pages[found.path] = term_page
    return pages


def _navigation(
    site: Site,
    index: SiteIndex,
    term_pages: Mapping[str, TermPage],
    slugs: TermSlugs,
    templates: Mapping[str, str],
) -> tuple[Fields, list[str]]:
    """Return the site's main menu as an option of site.yaml, and notes about what does not fit there."""
    menus = menus_of(read_data(site.source)[0], site.config.values, "".join(templates.values()))
    lists = {page.file: slugs.page(page.group, page.name) for page in term_pages.values()}
    links = navigation(menus[0], site.config.baseurl, index.urls, lists) if menus else []
    wanted: Fields = {"theme": {"options": {"navigation": links}}} if links else {}
    return wanted, list(notes_of(menus))


def _note(
    report: ImportReport,
    site: Site,
    archive: Archive,
    refused: list[str],
    term_pages: Mapping[str, TermPage],
    zone: str,
) -> None:
    """Add notes about the site as a whole."""
    report.notes += refused
    if not site.config.zone:
        report.notes.append(
            f"_config.yml has no timezone; dates are read in the time zone {zone} (see --time-zone)"
        )
    if term_pages:
        report.notes.append(
            f"pages of single categories and tags that Backfile makes itself: {len(term_pages):,}"
        )
    if not archive.new:
        report.notes.append("site.yaml existed already; nothing of _config.yml was added to it")
    collections = site.config.values.get("collections")
    names = collections if isinstance(collections, dict) else {}
    others = [name for name in names if name != "posts" and name not in site.config.collections]
    if others:
        report.notes.append(
            f"collections without output: true are not imported: {', '.join(map(str, others))}"
        )


class _Importer:
    """Imports the files of one site, one by one."""

    def __init__(
        self,
        site: Site,
        archive: Archive,
        converter: BodyConverter,
        slugs: TermSlugs,
        term_pages: Mapping[str, TermPage],
        lists: ListPages,
        writer: Writer,
        files: StaticFiles,
        outcomes: Outcomes,
    ) -> None:
        self._site, self._archive, self._converter = site, archive, converter
        self._slugs, self._term_pages, self._lists = slugs, term_pages, lists
        self._writer, self._files, self._outcomes = writer, files, outcomes
        self.layouts: Counter[str] = Counter()
        self.unknown_fields: Counter[str] = Counter()

    def import_all(self, total: int, reporter: Reporter, report: ImportReport) -> None:
        """Import all files of the site."""
        reporter.begin("import", total)
        for found in self._site.files():
            self.import_file(found)
            reporter.advance(1)
            report.memory.sample()
        reporter.end("import")

    def import_file(self, found: SourceFile) -> None:
        """Import a file, and count what became of it."""
        is_file = found.role in ("file", "link", "name")
        self._outcomes.take(found.path, lambda: self._import(found), file=is_file)

    def _import(self, found: SourceFile) -> tuple[Outcome, str]:
        refuse_unread(found.role)
        if found.role == "file":
            path = site_path(found.path)
            return self._files.copy(self._site.source / found.path, path), f"content/static/{path}"
        source, document = self._site.read(found)
        self._outcomes.tell((*source.problems, *date_problems(found.path, document.doubt)))
        target = text(document.data.get("redirect_to"))
        if target:
            file = output_file(permalink_of(document))
            return self._files.write(file, redirect_page(target)), f"content/static/{file}"
        return self._page(document, source) if found.role == "page" else self._post(document, source)

    def _post(self, document: Document, source: Source) -> tuple[Outcome, str]:
        if document.suffix.lower() not in (*_PAGES, *self._site.config.markdown):
            reason = f"Backfile can't read {document.suffix} files"
            raise RefusalError("import.suffix", reason, "convert it to Markdown or HTML")
        body = self._body(document, source)
        placed = post_article(document, body, self._archive, self._slugs.category)
        self.layouts[text(document.data.get("layout"))] += 1
        self.unknown_fields.update(unknown_fields(placed.article))
        return self._put(placed, document)

    def _page(self, document: Document, source: Source) -> tuple[Outcome, str]:
        term_page = self._term_pages.get(document.path)
        if term_page:
            return self._moved(term_page.file, self._slugs.page(term_page.group, term_page.name))
        file = output_file(permalink_of(document))
        if reserved(self._archive.config).has(file):
            raise RefusalError("import.made", f"Backfile makes /{file} itself", "nothing is to be done")
        if document.suffix in _COMPILED:
            raise RefusalError("import.compiled", "Jekyll compiles it", "compile it into content/static/")
        is_page = document.suffix in _PAGES
        if is_page and (target := self._lists.target(document, source.body, self._slugs)):
            self._tell_list(document.path, target)
            return self._moved(file, target)
        if not is_page and is_template(source.body):
            reason = "it is a template; in Backfile, themes do that"
            raise RefusalError("import.template", reason, "see docs/themes.md")
        body = self._body(document, source)
        if is_page and not body.strip() and not title_of(document):
            reason = "it has neither a title nor a text, so a layout makes it"
            raise RefusalError("import.template", reason, "see docs/themes.md")
        if not is_page:
            return self._files.write(file, body.encode("utf-8", "replace")), f"content/static/{file}"
        return self._put(page_article(document, body, self._archive), document)

    def _moved(self, file: str, target: str) -> tuple[Outcome, str]:
        """Write a page that redirects from an old output path to that of a page that Backfile makes."""
        if file == target:
            return "skipped", ""
        data = redirect_page(to_root(file) + href(target))
        return self._files.write(file, data), f"content/static/{file}"

    def redirect(self, lists: Mapping[str, str]) -> None:
        """Write pages that redirect from the old output paths of lists to the new ones."""
        for old, new in lists.items():
            self._outcomes.take(old, partial(self._moved, old, new), file=True)

    def _tell_list(self, path: str, target: str) -> None:
        message = f"it only lists posts; its address leads to /{target}, which Backfile keeps up to date"
        self._outcomes.tell([Problem(path, 0, 0, "import.list", message, "nothing is to be done", "warning")])

    def _body(self, document: Document, source: Source) -> str:
        body, problems = self._converter.convert(document, source)
        self._outcomes.tell(problems)
        return body

    def _put(self, placed: PlacedArticle, document: Document) -> tuple[Outcome, str]:
        self._outcomes.tell(placed.problems(document.path))
        return self._writer.write(placed.article)
