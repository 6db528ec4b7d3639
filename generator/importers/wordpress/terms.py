"""Describe the categories and tags of an export, and find the addresses that their pages had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.addresses.segments import slugify
from generator.importers.article import Fields, Value
from generator.importers.sites.terms import Group
from generator.importers.wordpress.export import Term
from generator.taxonomy.registry import preferred_slug

#: The kinds of terms that an archive has, too.
GROUPS: Mapping[str, Group] = {"category": "categories", "post_tag": "tags"}
#: The folders of the pages of terms. A site may have others, which an export does not say.
FOLDERS: Mapping[str, str] = {"category": "category", "post_tag": "tag"}


def described(terms: Iterable[Term]) -> Fields:
    """Return the slugs and descriptions of terms as site.yaml has them, where a build would not find them."""
    groups: dict[str, dict[str, Value]] = {"categories": {}, "tags": {}}
    taken: set[tuple[str, str]] = set()
    for term in terms:
        group = groups[GROUPS[term.kind]]
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
            path = f"{FOLDERS[term.kind]}/{'/'.join(parts)}/index.html"
            yield from ((term, f"{folder}{path}") for folder in dict.fromkeys(("", front)))
