"""Convert the body of a Jekyll source: render Liquid, remove kramdown's attributes, rewrite links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.core.model import Problem
from generator.importers.article import Value
from generator.importers.jekyll.data_files import read_data, typed
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.filters import jekyll_filters
from generator.importers.jekyll.kramdown import with_table_heads, without_attributes
from generator.importers.jekyll.liquid import LiquidWarning, Scope, render
from generator.importers.jekyll.listed import SiteLists, SiteValues, values_of
from generator.importers.jekyll.site_index import Site, SiteIndex
from generator.importers.jekyll.templates import CONTROL, LISTS, TemplateEngine, outside_runs
from generator.importers.records.reader import Cleaner
from generator.importers.sites.front_matter import Source, text
from generator.importers.sites.html_blocks import with_separate_html, without_gaps
from generator.importers.sites.links import LinkContext, rewrite_links

#: The root of the site: `site.url` and `site.baseurl` together.
_ROOT = re.compile(r"\{\{-?\s*site\.url\s*-?\}\}\s*\{\{-?\s*site\.baseurl\s*-?\}\}")


class BodyConverter:
    """Converts the bodies of one site."""

    def __init__(
        self, site: Site, table: SiteIndex, replacements: Mapping[str, str], cleaner: Cleaner | None
    ) -> None:
        config = site.config
        self._old, self._config, self._table = site, config, table
        self._replacements, self._cleaner = replacements, cleaner
        self._unknown: Counter[str] = Counter()
        self._url = text(config.values.get("url")).rstrip("/")
        self._site = {f"site.{name}": value for name, value in _flat(config.values)}
        self._site |= {"site.baseurl": "", "site.url": self._url}
        self.notes: list[str] = []

    def convert(self, document: Document, source: Source) -> tuple[str, list[Problem]]:
        """Return the body of a source, and warnings for what could not be converted."""
        markdown = not document.path.lower().endswith((".html", ".htm"))
        rooted = _ROOT.sub(self._url + self._config.baseurl, source.body)
        body, warnings = self._rendered(rooted, document, markdown=markdown)
        problems = [
            _warning(document.path, source.body_line + one.line, one.code, one.message, one.cure)
            for one in warnings
        ]
        if markdown:
            body, count = without_attributes(with_table_heads(with_separate_html(body)))
            if count:
                message = f"{count} attribute lists of kramdown, such as {{: .class}}, were removed"
                problems.append(
                    _warning(document.path, 0, "import.kramdown", message, "nothing is to be done")
                )
        context = LinkContext(document.path, document.url, self._config.baseurl, self._table.urls)
        body = rewrite_links(body, context, markdown=markdown)
        return self._cleaner(body, not markdown) if self._cleaner else body, problems

    def _rendered(self, body: str, document: Document, *, markdown: bool) -> tuple[str, list[LiquidWarning]]:
        """Return a body without Liquid. Loops, conditions and includes are run where that is possible."""
        scope = self._scope(document, markdown=markdown)
        engine = self._engine if CONTROL.search(body) else None
        if not engine:
            made = render(body, scope)
            self._unknown.update(made.unknown)
            return made.text, list(made.warnings)
        ran = engine.run(body, values_of(document))
        made = render(ran.text, scope)
        self._unknown.update(made.unknown)
        if ran.text == body:
            return made.text, [*ran.warnings, *made.warnings]
        told = (*ran.warnings, *render(outside_runs(body), scope).warnings, *_list_warnings(body))
        return without_gaps(made.text) if markdown else made.text, list(told)

    def unknown_tags(self) -> list[str]:
        """Return a message about the tags that stay as comments in the whole site, or none."""
        names = ", ".join(f"{name} ({count:,})" for name, count in self._unknown.most_common(30))
        told = f"tags kept as comments: {names}; say what they are to show with --shortcode NAME='…'"
        return [told] if names else []

    @cached_property
    def _engine(self) -> TemplateEngine | None:
        """The engine for templates, which takes long to load; None if it is not installed."""
        source, lists = self._old.source, SiteLists(self._old)
        data, unreadable = read_data(source)
        if unreadable:
            self.notes.append(f"these files can't be read: {', '.join(unreadable)}")
        site = {name: typed(value) for name, value in self._config.values.items()}
        site |= {"data": data, "baseurl": "", "url": self._url}
        filters = jekyll_filters(self._old.zone, self._absolute)
        try:
            return TemplateEngine(source, SiteValues(site, lists), filters, lists.paginator)
        except ImportError:
            self.notes.append(
                "loops, conditions and includes are run if python-liquid is installed: backfile[import]"
            )
            return None

    def _scope(self, document: Document, *, markdown: bool) -> Scope:
        page = {f"page.{name}": value for name, value in _flat(document.data)}
        variables = {**self._site, **page, "page.url": document.url, "page.path": document.path}
        return Scope(
            variables, self._table.post_url, self._table.link, self._absolute, markdown, self._replacements
        )

    def _absolute(self, address: str) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
            return address
        path = f"/{address.lstrip('/')}"
        return f"{self._url}{self._config.baseurl}{path}" if self._url else path


def is_template(body: str) -> bool:
    """Return whether a page is a template that lists posts, which an archive does itself."""
    return LISTS.search(body) is not None


def _list_warnings(body: str) -> Iterator[LiquidWarning]:
    """Yield a warning for a body whose lists of posts were written out."""
    found = LISTS.search(body)
    if found:
        message = f"its list ({found[0]}) was written out as it is today; later posts will not be in it"
        cure = "replace it by a link to a list of the archive, or keep it"
        yield LiquidWarning(body.count("\n", 0, found.start()), "import.list", message, cure)


def _flat(values: Mapping[str, Value], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield (full name, text) of all texts in nested values."""
    for name, value in values.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")


def _warning(path: str, line: int, code: str, message: str, cure: str) -> Problem:
    return Problem(path, line, 0, code, message, cure, "warning")
