"""Assign slugs to categories and tags like a build, so that addresses are known before it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.paths import SitePaths
from generator.importers.sites.terms import FOLDERS, Group
from generator.importers.target import Archive
from generator.pipeline.slices import taxonomies
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.taxonomy.registry import read_registry, write_registry

_TAXONOMIES = {"categories": CATEGORY, "tags": TAG}


class TermSlugs:
    """Assigns slugs to the terms of a site, in the archive's registry."""

    def __init__(self, archive: Archive) -> None:
        self._file = SitePaths.of(archive.root).registry
        self._taxonomies = taxonomies(archive.config)
        self._registry = read_registry(self._file)

    def assign(self, group: Group, names: Iterable[str]) -> None:
        """Give the categories or the tags with some names their slugs."""
        taxonomy = self._taxonomies[_TAXONOMIES[group]]
        self._registry.assign(taxonomy.name, taxonomy.resolve(list(names)), taxonomy.fixed_slugs)

    def category(self, name: str) -> str:
        """Return the slug of a category."""
        return self.slug("categories", name)

    def slug(self, group: Group, name: str) -> str:
        """Return the slug of a term; "" for one that was not assigned."""
        taxonomy = self._taxonomies[_TAXONOMIES[group]]
        (own,) = taxonomy.resolve([name])
        return taxonomy.fixed_slugs.get(own) or self._registry.slug(taxonomy.name, own) or ""

    def page(self, group: Group, name: str) -> str:
        """Return the output path of the page of a term."""
        return f"{FOLDERS[group]}/{self.slug(group, name)}.html"

    def save(self) -> None:
        """Write the registry, if it has changed."""
        if self._registry.changed:
            write_registry(self._file, self._registry)
