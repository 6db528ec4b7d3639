"""Convert the body of a Hugo page: replace shortcodes, find pictures in assets, rewrite links."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from generator.core.model import Problem
from generator.importers.article import Value
from generator.importers.hugo.built_in import Scope, built_in
from generator.importers.hugo.documents import Document
from generator.importers.hugo.own_shortcodes import OwnShortcodes
from generator.importers.hugo.shortcodes import render
from generator.importers.hugo.site_index import HugoIndex, Site
from generator.importers.hugo.source_files import HTML
from generator.importers.records.reader import Cleaner
from generator.importers.sites.calls import Call, replaced
from generator.importers.sites.config_files import group
from generator.importers.sites.front_matter import Source, text
from generator.importers.sites.inline import inline_html
from generator.importers.sites.links import LinkContext, rewrite_links, rewrite_pictures
from generator.importers.sites.unknown_calls import UnknownCalls


class BodyConverter:
    """Converts the bodies of one site. `assets` collects the paths of the assets that they show."""

    def __init__(
        self,
        site: Site,
        index: HugoIndex,
        replacements: Mapping[str, str],
        hosts: Collection[str],
        cleaner: Cleaner | None,
    ) -> None:
        self._site, self._index, self._replacements = site, index, replacements
        self._hosts, self._cleaner = hosts, cleaner
        self._params = dict(flat(group(site.config.values, "params")))
        themes = (site.source / "themes" / name / "layouts" for name in site.config.themes)
        layouts = site.source / (text(site.config.values.get("layoutdir")) or "layouts")
        self._own = OwnShortcodes([layouts, *themes], self._params, inline_html)
        self.unknown = UnknownCalls()
        self.assets: dict[str, None] = {}

    def convert(self, document: Document, source: Source) -> tuple[str, list[Problem]]:
        """Return the body of a page, and warnings for what could not be converted. Raises RefusalError."""
        markdown = document.file.suffix not in HTML
        page = dict(flat(document.data))
        scope = Scope(
            lambda name, language: self._ref(document, name, language),
            lambda name: page.get(name.lower()) or self._params.get(name.lower(), ""),
            inline_html,
            self._hosts,
            markdown,
        )
        body = render(source.body, lambda one: self._replaced(one, scope), markdown=markdown)
        body = rewrite_pictures(body, lambda written: self._picture(document, written))
        file, urls = document.file, self._index.urls_for(document.file.language)
        context = LinkContext(file.inside, document.url, self._site.config.baseurl, urls)
        body = rewrite_links(body, context, markdown=markdown)
        problems = self.unknown.problems(document.file.path, source.body_line)
        return self._cleaner(body, not markdown) if self._cleaner else body, problems

    def _replaced(self, call: Call, scope: Scope) -> str:
        if call.name in self._replacements:
            return replaced(call, self._replacements[call.name])
        made = self._own.render(call)
        made = built_in(call, scope) if made is None else made
        return self.unknown.keep(call) if made is None else made

    def _ref(self, document: Document, name: str, language: str) -> str:
        file = document.file
        return self._index.ref(name, language.lower() or file.language, "/".join(file.folders))

    def _picture(self, document: Document, written: str) -> str:
        """Return the address of a picture; one that is an asset gets the address at which Hugo puts it."""
        path = written.lstrip("/")
        assets = (self._site.source / "assets").resolve()
        file = assets / path
        beside = self._site.source / Path(document.file.path).parent / path
        mounts = (one for one in self._site.config.mounts.static if path.startswith(one.below))
        static = (self._site.source / one.folder / path.removeprefix(one.below) for one in mounts)
        if written in ("", "/") or beside.is_file() or any(one.is_file() for one in static):
            return written
        if not file.is_file() or not file.resolve().is_relative_to(assets):
            return written
        self.assets[path] = None
        return f"/{path}"


def flat(values: Mapping[str, Value], prefix: str = "") -> list[tuple[str, str]]:
    """Return (full name in small letters, text) of all texts in nested values."""
    found = []
    for name, value in values.items():
        if isinstance(value, str):
            found.append((f"{prefix}{name}".lower(), value))
        elif isinstance(value, Mapping):
            found += flat(value, f"{prefix}{name}.")
    return found
