"""The body of a Jekyll source as an archive's: no Liquid, no kramdown, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.core.model import Problem
from generator.importers.article import Value
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.documents import Document
from generator.importers.jekyll.kramdown import without_attributes
from generator.importers.jekyll.links import Place, mend_links
from generator.importers.jekyll.liquid import Scope, render
from generator.importers.jekyll.matter import Source, text
from generator.importers.jekyll.table import Table
from generator.importers.records.reader import Cleaner

#: An address of the site with its host, which only the two together make.
_ROOT = re.compile(r"\{\{-?\s*site\.url\s*-?\}\}\s*\{\{-?\s*site\.baseurl\s*-?\}\}")
_CONTROL = re.compile(r"\{%-?\s*(?:for|if|unless|case|assign|capture|paginate|include)\b")


class Bodies:
    """Makes the bodies of one site."""

    def __init__(self, config: JekyllConfig, table: Table, cleaner: Cleaner | None) -> None:
        self._config = config
        self._table = table
        self._cleaner = cleaner
        self._url = text(config.values.get("url")).rstrip("/")
        self._site = {f"site.{name}": value for name, value in _flat(config.values)}
        self._site |= {"site.baseurl": "", "site.url": self._url}

    def body(self, document: Document, source: Source) -> tuple[str, list[Problem]]:
        """Return the body of a source, and what could not be done."""
        markdown = not document.path.lower().endswith((".html", ".htm"))
        rooted = _ROOT.sub(self._url + self._config.baseurl, source.body)
        rendered = render(rooted, self._scope(document, markdown=markdown))
        problems = [
            _warning(document.path, source.body_line + one.line, one.code, one.message, one.cure)
            for one in rendered.warnings
        ]
        body = rendered.text
        if markdown:
            body, count = without_attributes(body)
            if count:
                reported = f"{count} attribute lists of kramdown, such as {{: .class}}, were taken out"
                problems.append(
                    _warning(document.path, 0, "import.kramdown", reported, "nothing is to be done")
                )
        place = Place(document.path, document.url, self._config.baseurl, self._table.urls)
        body = mend_links(body, place, markdown=markdown)
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
    """Tell whether a page is a template for what others say, rather than a text."""
    return _CONTROL.search(body) is not None


def _flat(values: Mapping[str, Value], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts among nested values, by their full names."""
    for name, value in values.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")


def _warning(path: str, line: int, code: str, message: str, cure: str) -> Problem:
    return Problem(path, line, 0, code, message, cure, "warning")
