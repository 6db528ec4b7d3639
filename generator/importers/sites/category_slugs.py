"""Assign slugs to categories like a build, so that addresses are known before it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.paths import SitePaths
from generator.importers.target import Archive
from generator.pipeline.slices import taxonomies
from generator.taxonomy.definitions import CATEGORY
from generator.taxonomy.registry import read_registry, write_registry


class CategorySlugs:
    """Assigns slugs to the categories of a site, in the archive's registry."""

    def __init__(self, archive: Archive, names: Iterable[str]) -> None:
        self._file = SitePaths.of(archive.root).registry
        self._taxonomy = taxonomies(archive.config)[CATEGORY]
        self._registry = read_registry(self._file)
        self._registry.assign(CATEGORY, self._taxonomy.resolve(list(names)), self._taxonomy.fixed_slugs)

    def slug(self, name: str) -> str:
        """Return the slug of a category."""
        (own,) = self._taxonomy.resolve([name])
        return self._taxonomy.fixed_slugs.get(own) or self._registry.slug(CATEGORY, own) or ""

    def save(self) -> None:
        """Write the registry, if it has changed."""
        if self._registry.changed:
            write_registry(self._file, self._registry)
