"""Slugs of categories as the archive will give them, so that addresses can be told before it is built."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.paths import SitePaths
from generator.importers.target import Archive
from generator.pipeline.slices import taxonomies
from generator.taxonomy.definitions import CATEGORY
from generator.taxonomy.registry import read_registry, write_registry


class Sections:
    """Gives slugs to the categories of a site, and keeps them in the archive's registry."""

    def __init__(self, archive: Archive, names: Iterable[str]) -> None:
        self._file = SitePaths.of(archive.root).registry
        self._taxonomy = taxonomies(archive.config)[CATEGORY]
        self._registry = read_registry(self._file)
        self._registry.assign(CATEGORY, self._taxonomy.resolve(list(names)), self._taxonomy.fixed_slugs)

    def slug(self, name: str) -> str:
        """Return what stands for a category in addresses."""
        (own,) = self._taxonomy.resolve([name])
        return self._taxonomy.fixed_slugs.get(own) or self._registry.slug(CATEGORY, own) or ""

    def keep(self) -> None:
        """Write the registry, if there is anything new in it."""
        if self._registry.changed:
            write_registry(self._file, self._registry)
