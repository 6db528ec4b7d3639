"""Find the templates and assets that a page can use, directly or through other templates.

A template is looked up as the environment does it (`theme.environment`). So it
is noticed when a new template overrides an inherited one, and when a template
is removed. What each text refers to is kept from build to build: if all texts
are known, none is parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.theme.lookup import Theme, theme_files
from generator.theme.template_references import References, references


class TemplateFile(NamedTuple):
    """The file that the name of a template leads to: its theme, and the digest of its text."""

    theme: str
    digest: str


class Closure(NamedTuple):
    """All that a template can use, itself included: templates by name, None for one that does not exist.

    `assets` are names; None means all assets of the theme.
    """

    templates: Mapping[str, TemplateFile | None]
    assets: frozenset[str] | None


class Templates:
    """The templates of a theme and its ancestors. `known` has the references of earlier texts, by digest."""

    def __init__(self, theme: Theme, known: Mapping[str, References]) -> None:
        self._theme = theme
        self._known = known
        self._found: dict[str, TemplateFile | None] = {}
        self._texts: dict[str, bytes] = {}
        self.references: dict[str, References] = {}
        """The references of the texts of this build, by digest."""

    def closure(self, name: str) -> Closure:
        """Return all that a template can use: everything, if a tag names a template by a variable."""
        reached: dict[str, TemplateFile | None] = {}
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

    def _all(self) -> dict[str, TemplateFile | None]:
        """Return all templates of all themes of the chain, by `theme/name`."""
        names = (
            f"{layer.name}/{name}"
            for layer in self._theme.layers
            for name, _ in theme_files(Path(layer.folder, "templates"))
        )
        return {name: self._find(name) for name in names}

    def _find(self, name: str) -> TemplateFile | None:
        if name not in self._found:
            self._found[name] = self._look_up(name)
        return self._found[name]

    def _look_up(self, name: str) -> TemplateFile | None:
        """Look up a name in each theme of the chain, then, as `theme/name`, in the theme that it names."""
        for layer in self._theme.layers:
            if found := self._read(*layer, name):
                return found
        theme, _, own = name.partition("/")
        folder = dict(self._theme.layers).get(theme)
        return self._read(theme, folder, own) if folder else None

    def _read(self, theme: str, folder: str, name: str) -> TemplateFile | None:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        path = Path(folder, "templates", *parts)
        if ".." in parts or not path.is_file():
            return None
        data = path.read_bytes()
        found = TemplateFile(theme, content_digest(data).hex())
        self._texts[found.digest] = data
        return found

    def _references(self, digest: str) -> References:
        if digest not in self.references:
            self.references[digest] = self._known.get(digest) or references(self._texts[digest])
        return self.references[digest]
