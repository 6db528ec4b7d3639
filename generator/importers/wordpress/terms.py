"""Give categories and tags their slugs before a build does, so that addresses and redirects are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from generator.addresses.segments import slugify
from generator.core.paths import SitePaths
from generator.importers.article import Fields, Value
from generator.importers.target import Archive
from generator.importers.wordpress.export import Term
from generator.pipeline.slices import taxonomies
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.taxonomy.registry import preferred_slug, read_registry, write_registry

Group = Literal["category", "tag"]
GROUPS: Mapping[str, Group] = {"category": CATEGORY, "post_tag": TAG}
_OPTIONS = {CATEGORY: "categories", TAG: "tags"}


class TermSlugs:
    """Gives terms the slugs that a build would give them, in the archive's registry."""

    def __init__(self, archive: Archive, terms: Iterable[Term]) -> None:
        self._file = SitePaths.of(archive.root).registry
        self._taxonomies = taxonomies(archive.config)
        self._registry = read_registry(self._file)
        names: dict[Group, list[str]] = {CATEGORY: [], TAG: []}
        for term in terms:
            names[GROUPS[term.kind]].append(term.name)
        for group, found in names.items():
            taxonomy = self._taxonomies[group]
            self._registry.assign(group, taxonomy.resolve(found), taxonomy.fixed_slugs)

    def slug(self, group: Group, name: str) -> str:
        """Return the slug of a term, "" for one that no post has."""
        taxonomy = self._taxonomies[group]
        (own,) = taxonomy.resolve([name])
        return taxonomy.fixed_slugs.get(own) or self._registry.slug(group, own) or ""

    def category(self, name: str) -> str:
        """Return the slug of a category in addresses, "" for none."""
        return self.slug(CATEGORY, name) if name else ""

    def save(self) -> None:
        """Write the registry, if it has changed."""
        if self._registry.changed:
            write_registry(self._file, self._registry)


def described(terms: Iterable[Term]) -> Fields:
    """Return the slugs and descriptions of terms as site.yaml has them, where a build would not find them."""
    groups: dict[str, dict[str, Value]] = {"categories": {}, "tags": {}}
    taken: set[tuple[str, str]] = set()
    for term in terms:
        group = groups[_OPTIONS[GROUPS[term.kind]]]
        found: dict[str, Value] = {"description": term.description} if term.description else {}
        key = (term.kind, term.slug.lower())
        if _is_slug(term) and key not in taken:
            found["slug"] = term.slug
            taken.add(key)
        if found and term.name:
            group[term.name] = found
    return {name: value for name, value in groups.items() if value}


def _is_slug(term: Term) -> bool:
    """Return whether a term has a slug that its name does not give; a Chinese one is made of the name."""
    by_name = (preferred_slug(term.name), slugify(term.name).lower())
    return term.slug == slugify(term.slug) and term.slug.isascii() and term.slug not in ("", *by_name)


def former_pages(terms: Iterable[Term], parents: Mapping[str, str], front: str) -> Iterator[tuple[Term, str]]:
    """Yield each term with the output path that its page had, or may have had.

    `parents` are those of categories, by slug. `front` are the folders of all posts, "" for none.
    """
    for term in terms:
        parts = [term.slug]
        while term.kind == "category" and (parent := parents.get(parts[0])) and parent not in parts:
            parts.insert(0, parent)
        if all(slugify(part) == part for part in parts):
            path = f"{GROUPS[term.kind]}/{'/'.join(parts)}/index.html"
            yield from ((term, f"{folder}{path}") for folder in dict.fromkeys(("", front)))
