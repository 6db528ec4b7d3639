"""Convert the body of a Hexo post: replace tag plugins, find the pictures of its folder, rewrite links."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from urllib.parse import unquote

from generator.core.model import Problem
from generator.importers.hexo.documents import Document
from generator.importers.hexo.site_index import HexoIndex, Site
from generator.importers.hexo.source_files import HTML
from generator.importers.hexo.tag_plugins import Scope, tag_plugin
from generator.importers.hexo.tags import render
from generator.importers.records.reader import Cleaner
from generator.importers.sites.calls import Call, replaced
from generator.importers.sites.config_files import is_true
from generator.importers.sites.front_matter import Source
from generator.importers.sites.links import LinkContext, rewrite_links, rewrite_pictures
from generator.importers.sites.unknown_calls import UnknownCalls

_LARGEST_CODE = 200_000


class BodyConverter:
    """Converts the bodies of one site."""

    def __init__(
        self,
        site: Site,
        index: HexoIndex,
        replacements: Mapping[str, str],
        hosts: Collection[str],
        cleaner: Cleaner | None,
    ) -> None:
        self._site, self._index, self._replacements = site, index, replacements
        self._hosts, self._cleaner = hosts, cleaner
        self.unknown = UnknownCalls()

    def convert(self, document: Document, source: Source) -> tuple[str, list[Problem]]:
        """Return the body of a post or page, and warnings for what was not converted. Raises RefusalError."""
        markdown = not document.file.path.lower().endswith(HTML)
        scope = Scope(
            self._index.posts.get, lambda name: self._asset(document, name), self._code, self._hosts
        )
        body = source.body
        if not is_true(document.data.get("disableNunjucks")):
            body = render(body, lambda call: self._replaced(call, scope), markdown=markdown)
        body = rewrite_pictures(body, lambda written: self._picture(document, written))
        context = LinkContext(
            document.file.path, document.url or "/", self._site.config.root, self._index.urls
        )
        body = rewrite_links(body, context, markdown=markdown)
        problems = self.unknown.problems(document.file.path, source.body_line)
        return self._cleaner(body, not markdown) if self._cleaner else body, problems

    def _replaced(self, call: Call, scope: Scope) -> str:
        if call.name in self._replacements:
            return replaced(call, self._replacements[call.name])
        made = tag_plugin(call, scope)
        return self.unknown.keep(call) if made is None else made

    def _asset(self, document: Document, name: str) -> str:
        """Return the address of a file in the folder of a post, "" for none."""
        folder = posixpath.splitext(document.file.path)[0]
        return self._index.assets.get(f"{folder}/{name.lstrip('/')}", "")

    def _picture(self, document: Document, written: str) -> str:
        """Return the address of a picture that is named by its place beside the post, or in its folder."""
        plain = unquote(written)
        folder = posixpath.dirname(document.file.path)
        beside = posixpath.normpath(posixpath.join(folder, plain))
        if plain.startswith("/"):
            return written
        found = self._asset(document, plain) or self._index.assets.get(beside, "")
        if not found and "/" in plain and (self._site.folder / self._site.config.source / beside).is_file():
            found = "" if beside.startswith("_") else f"/{beside}"
        return found.replace(" ", "%20") or written

    def _code(self, path: str) -> str | None:
        folder = self._site.folder / self._site.config.source
        top = (folder / self._site.config.folder("code_dir", "downloads/code")).resolve()
        file = top / path
        if (
            not file.is_file()
            or not file.resolve().is_relative_to(top)
            or file.stat().st_size > _LARGEST_CODE
        ):
            return None
        return file.read_text("utf-8", "replace")
