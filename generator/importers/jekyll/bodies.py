"""Convert the body of a Jekyll source: render Liquid, remove kramdown's attributes, rewrite links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.core.model import Problem
from generator.importers.article import Value
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.kramdown import with_table_heads, without_attributes
from generator.importers.jekyll.liquid import Scope, render
from generator.importers.jekyll.site_index import SiteIndex
from generator.importers.records.reader import Cleaner
from generator.importers.sites.front_matter import Source, text
from generator.importers.sites.html_blocks import with_separate_html
from generator.importers.sites.links import LinkContext, rewrite_links

#: The root of the site: `site.url` and `site.baseurl` together.
_ROOT = re.compile(r"\{\{-?\s*site\.url\s*-?\}\}\s*\{\{-?\s*site\.baseurl\s*-?\}\}")
_CONTROL = re.compile(r"\{%-?\s*(?:for|if|unless|case|assign|capture|paginate|include)\b")


class BodyConverter:
    """Converts the bodies of one site."""

    def __init__(self, config: JekyllConfig, table: SiteIndex, cleaner: Cleaner | None) -> None:
        self._config = config
        self._table = table
        self._cleaner = cleaner
        self._url = text(config.values.get("url")).rstrip("/")
        self._site = {f"site.{name}": value for name, value in _flat(config.values)}
        self._site |= {"site.baseurl": "", "site.url": self._url}

    def convert(self, document: Document, source: Source) -> tuple[str, list[Problem]]:
        """Return the body of a source, and warnings for what could not be converted."""
        markdown = not document.path.lower().endswith((".html", ".htm"))
        rooted = _ROOT.sub(self._url + self._config.baseurl, source.body)
        rendered = render(rooted, self._scope(document, markdown=markdown))
        problems = [
            _warning(document.path, source.body_line + one.line, one.code, one.message, one.cure)
            for one in rendered.warnings
        ]
        body = rendered.text
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

    def _scope(self, document: Document, *, markdown: bool) -> Scope:
        page = {f"page.{name}": value for name, value in _flat(document.data)}
        variables = {**self._site, **page, "page.url": document.url, "page.path": document.path}
        return Scope(variables, self._table.post_url, self._table.link, self._absolute, markdown)

    def _absolute(self, address: str) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
            return address
        path = f"/{address.lstrip('/')}"
        return f"{self._url}{self._config.baseurl}{path}" if self._url else path


def is_template(body: str) -> bool:
    """Return whether a page is a template that shows other posts or data."""
    return _CONTROL.search(body) is not None


def _flat(values: Mapping[str, Value], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield (full name, text) of all texts in nested values."""
    for name, value in values.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")


def _warning(path: str, line: int, code: str, message: str, cure: str) -> Problem:
    return Problem(path, line, 0, code, message, cure, "warning")
