"""Import an export of WordPress: survey it first, then import its items one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.addresses.links import href, to_root
from generator.core.model import Problem, Severity
from generator.core.wording import counted, listed
from generator.importers.article import RefusalError
from generator.importers.records.reject_file import RejectFile
from generator.importers.records.run import ImportOptions, open_writer, outcome_warning
from generator.importers.report import ImportReport, Outcome
from generator.importers.sites.folders import files_below
from generator.importers.sites.outcomes import Outcomes
from generator.importers.sites.parts import refuse_unread
from generator.importers.sites.static_files import StaticFiles, redirect_page
from generator.importers.sites.term_slugs import TermSlugs, moved
from generator.importers.sites.zones import zone_named
from generator.importers.target import Archive, open_archive
from generator.importers.wordpress.addresses import Addresses
from generator.importers.wordpress.articles import Articles
from generator.importers.wordpress.bodies import BodyConverter
from generator.importers.wordpress.export import Found, Head, Item, Term, read_head, read_items
from generator.importers.wordpress.links import Links
from generator.importers.wordpress.settings import settings_of, used_terms, zone_notes
from generator.importers.wordpress.shortcodes import Shortcodes
from generator.importers.wordpress.survey import INTERNAL, Survey, survey_of
from generator.importers.wordpress.terms import GROUPS, former_pages
from generator.importers.writer import Writer
from generator.reporting.report import Reporter

_END = b"</channel>\n</rss>\n"
#: Where WordPress has the files of posts.
_UPLOADS = "wp-content/uploads"
#: Items between two looks at the memory.
_STEP = 200


class ExportOptions(NamedTuple):
    """What the user says of an export: its time zone ("" if unknown), and types of items that become posts.

    `shortcodes` are HTML by the name of a shortcode; `{inner}` in it is the text that the tags enclose.
    `uploads` is a folder with the files of the site.
    """

    zone: str = ""
    types: tuple[str, ...] = ()
    shortcodes: Mapping[str, str] = {}
    uploads: Path | None = None


def import_export(
    file: Path,
    root: Path,
    about: ExportOptions,
    options: ImportOptions,
    reporter: Reporter,
    report: ImportReport,
) -> None:
    """Import an export into the archive at `root`. Raises BackfileError and OSError."""
    zone_named(about.zone or "UTC")
    head = read_head(file)
    kinds = frozenset({"post", *about.types})
    survey = survey_of(file, head, kinds)
    with closing(survey.places):
        settings, refused = settings_of(head, survey, about.zone, file.stem)
        archive = open_archive(root, settings)
        report.notes += refused
        report.notes += _notes(head, survey, about, kinds, archive)
        slugs = TermSlugs(archive)
        _assign_slugs(head, survey, slugs)
        with open_writer(archive, options, report) as writer:
            if not options.dry:
                slugs.save()
            importer = _Importer(file, head, survey, archive, slugs, about, kinds, options, writer, report)
            importer.run(reporter)
            if about.uploads:
                importer.copy_uploads(about.uploads)


class _Importer:
    """Imports the items of one export, one by one."""

    def __init__(
        self,
        file: Path,
        head: Head,
        survey: Survey,
        archive: Archive,
        slugs: TermSlugs,
        about: ExportOptions,
        kinds: frozenset[str],
        options: ImportOptions,
        writer: Writer,
        report: ImportReport,
    ) -> None:
        self._file, self._head, self._survey, self._report = file, head, survey, report
        self._slugs, self._kinds, self._writer = slugs, kinds, writer
        addresses = Addresses(archive, head, slugs)
        links = Links(head, survey.places, addresses)
        shortcodes = Shortcodes(survey.places, survey.shortcodes, about.shortcodes)
        self._bodies = BodyConverter(file.name, shortcodes, survey.places, links, options.cleaner)
        self._articles = Articles(archive, head, survey.places, addresses, links)
        self._files = StaticFiles(archive, writer.register, update=options.update, dry=options.dry)
        self._rejects = RejectFile(archive.root, file, head.raw, b"\n", dry=options.dry)
        self._has_rejects = False
        self._left: Counter[str] = Counter()

    def run(self, reporter: Reporter) -> None:
        """Import all items, then make the redirects from pages of categories and tags."""
        if self._head.damage:
            self._add(self._head.damage, 1, severity="warning")
        reporter.begin("import", self._file.stat().st_size)
        try:
            for count, found in enumerate(read_items(self._file, self._head), 1):
                self._import(found)
                reporter.advance(len(found.raw))
                if count % _STEP == 0:
                    self._report.memory.sample()
            if self._has_rejects:
                self._rejects.write((_END,))
            self._report.rejects = self._rejects.finish()
        except BaseException:
            self._rejects.discard()
            raise
        reporter.end("import")
        self._redirect()
        if self._left:
            names = ", ".join(f"{name} {count:,}" for name, count in self._left.most_common(50))
            self._report.notes.append(f"left out, because they need a program of WordPress: {names}")

    def copy_uploads(self, folder: Path) -> None:
        """Copy the files in a folder to the addresses that they had, but for programs."""
        outcomes = Outcomes(folder, self._report)
        for path, kind in files_below(folder):
            if not path.endswith(".php"):
                outcomes.take(path, partial(self._copy, folder / path, kind, f"{_UPLOADS}/{path}"), file=True)

    def _copy(self, file: Path, kind: str, path: str) -> tuple[Outcome, str]:
        refuse_unread(kind)
        return self._files.copy(file, path), f"content/static/{path}"

    def _import(self, found: Found) -> None:
        """Import an item, and count what became of it."""
        item = found.item
        if isinstance(item, Item) and item.kind in INTERNAL and item.kind not in self._kinds:
            return
        try:
            if isinstance(item, RefusalError):
                raise item
            self._put(item, found)
        except RefusalError as why:
            skipped = why.code in ("import.type", "import.trash")
            self._add(why, found.line, severity="warning" if skipped else "error")
            self._report.count("skipped" if skipped else "bad", "")
            if not skipped and found.raw.strip():
                self._rejects.write((found.raw,))
                self._has_rejects = True

    def _put(self, item: Item, found: Found) -> None:
        if item.kind not in self._kinds and item.kind != "page":
            reason = f"it is of the type {item.kind}, which an archive does not know"
            raise RefusalError("import.type", reason, f"import such items as posts with --type {item.kind}")
        if item.status == "trash":
            raise RefusalError("import.trash", "it was in the trash", "restore it there, and export again")
        if found.remark:
            self._add(RefusalError("import.encoding", found.remark, "compare the text"), found.line)
        body = self._bodies.convert(item)
        placed = self._articles.article(item, body)
        outcome, path = self._writer.write(placed.article)
        self._report.count(outcome, path)
        self._left.update(body.left)
        for problem in (*body.problems, *placed.problems(self._file.name)):
            self._report.add(problem._replace(line=problem.line or found.line))
        if outcome in ("changed", "edited", "removed"):
            self._report.add(outcome_warning(self._file.name, found.line, outcome, path))

    def _redirect(self) -> None:
        """Make a redirect from each page of a category or tag that readers have seen, unless it stays."""
        pages = _former_pages(self._head, self._survey)
        lists = moved((file, self._slugs.page(GROUPS[term.kind], term.name)) for term, file in pages)
        for file, target in lists.items():
            try:
                outcome = self._files.write(file, redirect_page(to_root(file) + href(target)))
            except RefusalError as why:
                self._add(why, 0)
                outcome = "skipped"
            self._report.count(outcome, f"content/static/{file}", file=True)

    def _add(self, why: RefusalError, line: int, severity: Severity = "warning") -> None:
        where = (self._file.name, why.line or line, why.column)
        self._report.add(Problem(*where, why.code, why.reason, why.cure, severity))


def _notes(
    head: Head, survey: Survey, about: ExportOptions, kinds: Iterable[str], archive: Archive
) -> Iterator[str]:
    """Yield notes about the export as a whole."""
    if archive.new:
        yield from zone_notes(survey, about.zone, archive.config.time_zone)
    else:
        yield "site.yaml existed already; nothing of the export was added to it"
    if survey.numbered and {"netlify", "nginx"}.isdisjoint(archive.config.redirects):
        yield "addresses such as /?p=12 are left out: add netlify or nginx to redirects in site.yaml"
    if survey.uploads and not about.uploads:
        yield (
            f"an export has no pictures: import it with --uploads and the folder {_UPLOADS} of the site "
            f"({counted(survey.uploads, 'file')})"
        )
    if survey.comments:
        yield f"comments are not imported: {survey.comments:,}"
    if others := [f"{name} ({count:,})" for name, count in survey.others.items() if name != "post_format"]:
        yield f"other taxonomies are kept in the front matter, without pages: {', '.join(sorted(others))}"
    if any(term.parent for term in head.terms):
        yield "categories have no parents here; those below others stand beside them"
    if inside := [
        f"{survey.kinds[kind]:,} {kind}"
        for kind in sorted(INTERNAL - {"attachment", *kinds})
        if survey.kinds[kind]
    ]:
        yield f"left out, because WordPress keeps them for itself: {listed(inside)}"


def _former_pages(head: Head, survey: Survey) -> Iterator[tuple[Term, str]]:
    parents = {term.slug: term.parent for term in head.terms if term.kind == "category"}
    return former_pages(used_terms(head, survey), parents, survey.patterns.front())


def _assign_slugs(head: Head, survey: Survey, slugs: TermSlugs) -> None:
    """Give the terms of the site their slugs: those that they had, where their pages can stay."""
    pages = list(_former_pages(head, survey))
    for kind, group in GROUPS.items():
        names = [term.name for term in survey.terms.values() if term.kind == kind]
        slugs.assign(group, names, {term.name: file for term, file in pages if term.kind == kind})
