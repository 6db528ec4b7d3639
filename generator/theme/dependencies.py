"""Which templates and assets a page can reach: all in a theme that its looks can follow from.

A template is found as the environment finds it (`theme.environment`), so that
one which comes to hide another, or goes, is noticed too. What the texts name
is remembered from build to build: where all are known, none is parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.theme.lookup import Theme, theme_files
from generator.theme.template_references import References, references


class Found(NamedTuple):
    """Where the name of a template leads: the theme that it is in, and the digest of its text."""

    theme: str
    digest: str


class Closure(NamedTuple):
    """What a template can reach, itself included: templates by name, None for one that isn't there.

    `assets` are names; None stands for all of the theme's.
    """

    templates: Mapping[str, Found | None]
    assets: frozenset[str] | None


class Templates:
    """The templates of a theme and its ancestors. `known` is, by digest, what texts met before name."""

    def __init__(self, theme: Theme, known: Mapping[str, References]) -> None:
        self._theme = theme
        self._known = known
        self._found: dict[str, Found | None] = {}
        self._texts: dict[str, bytes] = {}
        self.references: dict[str, References] = {}
        """What the texts met this time name, by digest."""

    def closure(self, name: str) -> Closure:
        """Return what a template can reach; all there is where a tag names a template by a variable."""
        reached: dict[str, Found | None] = {}
        assets: set[str | None] = set()
        waiting: list[str | None] = [name]
        while waiting:
            one = waiting.pop()
            if one is None:
                return Closure(self._all() | reached, None)
            if one not in reached:
                reached[one] = found = self._find(one)
                named = self._references(found.digest) if found else References((), ())
                waiting += named.templates
                assets.update(named.assets)
        return Closure(reached, None if None in assets else frozenset(filter(None, assets)))

    def _all(self) -> dict[str, Found | None]:
        """Return every template of every theme of the chain, by its name with the theme before it."""
        names = (
            f"{layer.name}/{name}"
            for layer in self._theme.layers
            for name, _ in theme_files(Path(layer.folder, "templates"))
        )
        return {name: self._find(name) for name in names}

    def _find(self, name: str) -> Found | None:
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> Found | None:
        """Look for a name along the chain, then for what follows its first slash in the theme before that."""
        for layer in self._theme.layers:
            if found := self._read(*layer, name):
                return found
        theme, _, own = name.partition("/")
        folder = dict(self._theme.layers).get(theme)
        return self._read(theme, folder, own) if folder else None

    def _read(self, theme: str, folder: str, name: str) -> Found | None:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        path = Path(folder, "templates", *parts)
        if ".." in parts or not path.is_file():
            return None
        data = path.read_bytes()
        found = Found(theme, content_digest(data).hex())
        self._texts[found.digest] = data
        return found

    def _references(self, digest: str) -> References:
        if digest not in self.references:
            self.references[digest] = self._known.get(digest) or references(self._texts[digest])
        return self.references[digest]
