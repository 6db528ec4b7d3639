"""Assign slugs to categories and tags like a build, so that addresses are known before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.addresses.lists import page_pattern
from generator.addresses.routes import Route
from generator.core.paths import SitePaths
from generator.importers.sites.terms import Group
from generator.importers.target import Archive
from generator.kinds.parts.terms import category_feed
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
        self._permalink = permalink = archive.config.permalink
        self._pages: dict[Group, Route] = {
            "categories": Route(page_pattern(permalink.category)),
            "tags": Route(page_pattern(permalink.tag)),
        }
        self._assigned: dict[Group, set[str]] = {"categories": set(), "tags": set()}
        self._lists: dict[Group, str] = {
            "categories": page_pattern(permalink.categories),
            "tags": page_pattern(permalink.tags),
        }

    def assign(self, group: Group, names: Iterable[str], old: Mapping[str, str] = {}) -> None:
        """Give the categories or the tags with some names their slugs.

        `old` are output paths that pages of terms had, by name. Where the archive's pattern makes such a
        path from some slug, the term gets that slug, and its page stays.
        """
        taxonomy = self._taxonomies[_TAXONOMIES[group]]
        found = {name: self._pages[group].match(path) for name, path in old.items()}
        former = {name: parameters["slug"] for name, parameters in found.items() if parameters}
        resolved = taxonomy.resolve(list(names))
        self._assigned[group].update(resolved)
        self._registry.assign(taxonomy.name, resolved, taxonomy.fixed_slugs, former)

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
        return self._pages[group].path(slug=self.slug(group, name))

    def feed(self, group: Group, name: str) -> str:
        """Return the output path of the feed of a category; "" for a tag, which has none."""
        return category_feed(self._permalink, self.slug(group, name)) if group == "categories" else ""

    def count(self, group: Group) -> int:
        """Return how many terms of the site have slugs."""
        return len(self._assigned[group])

    def list_of_all(self, group: Group) -> str:
        """Return the output path of the list of all categories, or of all tags."""
        return self._lists[group]

    def save(self) -> None:
        """Write the registry, if it has changed."""
        if self._registry.changed:
            write_registry(self._file, self._registry)


def moved(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return new output paths of lists by their old ones, the first for each; without those that stay.

    Where a list is now, there is no redirect, even if a different list had the address too.
    """
    first: dict[str, str] = {}
    for old, new in found:
        first.setdefault(old, new)
    present = set(first.values())
    return {old: new for old, new in first.items() if old and old not in present}
