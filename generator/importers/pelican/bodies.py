"""Convert the body of a Pelican article: links by file, code with its language, links of the site."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote

from generator.body.markdown.code import outside_code
from generator.core.model import Problem
from generator.core.wording import quoted
from generator.importers.pelican.documents import Document
from generator.importers.pelican.site_index import PelicanIndex, Site, Text, static_path
from generator.importers.pelican.slugs import filled, slugified
from generator.importers.records.reader import Cleaner
from generator.importers.sites.engines import with_fences
from generator.importers.sites.html_blocks import with_separate_html
from generator.importers.sites.links import LinkContext, rewrite_links

#: Where a link may be: in Markdown, in a definition of one, in an attribute. Elsewhere it is a text.
_PLACE = r"(\]\([ ]*<?|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ ]*<?|\b(?:href|src|poster|cite|data)[ ]*=[ ]*[\"'])"
_LINK = re.compile(
    _PLACE
    + r"((?:\{|\||%7B)(filename|static|attach|category|tag|author|index)(?:\}|\||%7D)([^\s\"'<>)\]]*))",
    re.MULTILINE,
)


class BodyConverter:
    """Converts the bodies of one site. `linked` collects the files that they name, with their new paths."""

    def __init__(self, site: Site, index: PelicanIndex, cleaner: Cleaner | None) -> None:
        self._site, self._index, self._cleaner = site, index, cleaner
        self._roles = {file.path: file.role for file in site.files}
        self.linked: dict[str, str] = {}

    def convert(self, document: Document, text: Text) -> tuple[str, list[Problem]]:
        """Return the body of an article or page, and warnings for what was not converted."""
        problems = [
            _warning(document, line, "import.directive", message, "write HTML in its place")
            for line, message in text.messages
        ]

        def change(part: str) -> str:
            return _LINK.sub(lambda found: self._link(document, found, problems), part)

        body = text.body if text.is_html else with_separate_html(with_fences(text.body))
        body = change(body) if text.is_html else outside_code(body, change)
        context = LinkContext(
            document.file.path, document.url or "/", self._site.config.baseurl, self._index.urls
        )
        body = rewrite_links(body, context, markdown=not text.is_html)
        return self._cleaner(body, text.is_html) if self._cleaner else body, problems

    def _link(self, document: Document, found: re.Match[str], problems: list[Problem]) -> str:
        """Return the address that a link means; one that leads nowhere keeps its path, and is told."""
        place, written, what, value = found.groups()
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        url = self._target(document, what, unquote(path))
        if url:
            return f"{place}{quote(url, safe='/:%@+~&=;,()!*')}{mark}{rest}"
        message = f"the link {quoted(written)} names nothing of the site"
        problems.append(_warning(document, 0, "import.address", message, "correct the name"))
        return place + (value or "/")

    def _target(self, document: Document, what: str, path: str) -> str:
        config = self._site.config
        if what == "index":
            return "/"
        if what in ("category", "tag", "author"):
            name = path.strip("/")
            pattern = config.text(f"{what.upper()}_SAVE_AS")
            return "/" + filled(pattern, {"slug": slugified(name, config, what.upper())}) if pattern else ""
        folder = "" if path.startswith("/") else posixpath.dirname(document.file.path)
        file = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        if file in self._index.urls:
            return self._index.urls[file]
        return self._static(document, file, attach=what == "attach") if file in self._roles else ""

    def _static(self, document: Document, file: str, *, attach: bool) -> str:
        """Return the address of a static file; an attached one is beside the page that names it first."""
        if file not in self.linked:
            target = static_path(file, self._site.config)
            if attach:
                near = f"{posixpath.dirname(document.file.path)}/".lstrip("/")
                tail = file.removeprefix(near) if file.startswith(near) else posixpath.basename(file)
                target = posixpath.join(posixpath.dirname(document.save_as), tail)
            self.linked[file] = target
        return f"/{self.linked[file]}"


def _warning(document: Document, line: int, code: str, message: str, cure: str) -> Problem:
    return Problem(document.file.path, line, 0, code, message, cure, "warning")
