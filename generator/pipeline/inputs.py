"""Collect the inputs that outputs of a kind share, besides the task that each has for itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.config.schema import SiteConfig
from generator.kinds.kind import Common, Kind, Source
from generator.kinds.parts.inputs import digests
from generator.kinds.parts.navigation import navigation_pages
from generator.kinds.parts.settings import SiteSettings
from generator.kinds.registry import make_kinds, templates
from generator.pipeline import slices
from generator.theme import shipped_templates
from generator.theme.assets import assets
from generator.theme.dependencies import Templates
from generator.theme.inputs import Inputs, theme_inputs
from generator.theme.lookup import Theme, theme_digest
from generator.theme.reference_cache import keep_references, known_references


class SharedInputs(NamedTuple):
    """The settings and kinds of a site; `pages` are the inputs that outputs of a page (`Task.page`) share."""

    settings: SiteSettings
    kinds: tuple[Kind, ...]
    pages: Mapping[str, Inputs]
    by_kind: Mapping[str, Inputs]
    """By the name of a kind, all inputs that its outputs share; if one changes, all of them may be stale."""

    def digests(self) -> dict[str, bytes]:
        """Return, by page, the digest of shared inputs that is part of fingerprints."""
        return digests(self.pages)


class InputsMaker:
    """Makes the shared inputs of a site, once for all builds with the same settings, theme and navigation.

    `compiled` is the folder of compiled templates. What is made from shipped themes is `shared` with other
    archives.
    """

    def __init__(self, config: SiteConfig, theme: Theme, compiled: Path, *, shared: bool = True) -> None:
        self._shared = shared
        self._config = config
        self._theme = theme
        self._compiled = compiled
        self._made: SharedInputs | None = None

    def make(self, connection: sqlite3.Connection) -> SharedInputs:
        """Return the shared inputs; templates that are as in the last build are not parsed again."""
        made = self._made
        if made is None or made.settings.pages != static_pages(connection, self._config):
            if self._shared:
                shipped_templates.fetch(self._compiled, self._theme)
            templates_read = Templates(self._theme, known_references(self._compiled))
            made = self._made = shared_inputs(connection, self._config, self._theme, templates_read)
            keep_references(self._compiled, templates_read.references)
        return made

    def keep(self) -> None:
        """Keep for other archives what this build has made from the templates of shipped themes."""
        if self._shared:
            shipped_templates.keep(self._compiled, self._theme)


def shared_inputs(
    connection: sqlite3.Connection, config: SiteConfig, theme: Theme, templates_read: Templates
) -> SharedInputs:
    """Return the inputs that outputs share, from site.yaml, the theme and the static pages in the index."""
    settings = slices.settings(config, theme, theme_digest(theme), static_pages(connection, config))
    files = assets(theme, settings.options)
    kinds = make_kinds(Source(config, theme, slices.taxonomies(config), files))
    common = Common(settings, theme_inputs(theme, config.language, templates_read, files, templates()))
    pages: dict[str, Inputs] = {}
    by_kind: dict[str, Inputs] = {}
    for kind in kinds:
        found = kind.shared_inputs(common)
        pages |= found
        together = {name: value for one in found.values() for name, value in one.items()}
        by_kind[kind.name] = {**together, **kind.own_inputs()}
    return SharedInputs(settings, kinds, pages, by_kind)


def static_pages(connection: sqlite3.Connection, config: SiteConfig) -> tuple[tuple[str, str], ...]:
    """Return titles and addresses of the static pages in the navigation; () if the theme has its own."""
    return () if config.theme.options.get("navigation") is not None else navigation_pages(connection)
