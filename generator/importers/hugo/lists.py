"""Redirect the lists of a Hugo site, of sections and terms, to the lists that an archive makes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.documents import DocumentReader
from generator.importers.hugo.site_index import AUTHORS, HugoIndex, group_of
from generator.importers.sites.placing import output_file
from generator.importers.sites.term_slugs import TermSlugs

_ALL = {"categories": "categories.html", "tags": "tags.html"}


def moved_lists(
    config: HugoConfig, reader: DocumentReader, index: HugoIndex, slugs: TermSlugs
) -> dict[str, str]:
    """Return the new output paths of lists by their old ones; a list at its old place is left out."""
    found: dict[str, str] = {}
    for url, target in (*_terms(reader, index, slugs), *_sections(reader, index, slugs)):
        found.setdefault(output_file(url), target)
    for language in config.languages:
        for taxonomy in _shown(config):
            old = output_file(reader.term_url(language.code, taxonomy, ""))
            found.setdefault(old, _ALL[group_of(taxonomy)])
        if len(config.languages) > 1:
            found.setdefault(f"{language.code}/index.html", "index.html")
    return {old: new for old, new in found.items() if old != new}


def _shown(config: HugoConfig) -> list[str]:
    """Return the taxonomies whose terms have lists in an archive."""
    return [taxonomy for taxonomy in config.taxonomies.values() if taxonomy not in AUTHORS]


def _terms(reader: DocumentReader, index: HugoIndex, slugs: TermSlugs) -> Iterator[tuple[str, str]]:
    for (language, taxonomy), names in index.terms.items():
        for name in names:
            yield reader.term_url(language, taxonomy, name), slugs.page(group_of(taxonomy), name)


def _sections(reader: DocumentReader, index: HugoIndex, slugs: TermSlugs) -> Iterator[tuple[str, str]]:
    for (language, section), categories in index.sections.items():
        url = index.refs.get((language, section)) or reader.section_url(language, (section,))
        yield url, slugs.page("categories", section) if section in categories else "archive.html"
