"""Redirect the lists of a Hugo site, of sections and terms, to the lists that an archive makes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.documents import SLUG_NAME, DocumentReader
from generator.importers.hugo.site_index import AUTHORS, HugoIndex, group_of
from generator.importers.sites.placing import output_file
from generator.importers.sites.settings import pattern_at
from generator.importers.sites.term_slugs import TermSlugs, moved
from generator.importers.sites.terms import OPTIONS


def term_patterns(config: HugoConfig, reader: DocumentReader) -> dict[str, str]:
    """Return the patterns of the lists of categories and tags, by the options of site.yaml."""
    found = {}
    language = config.languages[0].code
    for option, taxonomy in OPTIONS:
        if taxonomy in config.taxonomies.values():
            of_term = output_file(reader.term_url(language, taxonomy, SLUG_NAME))
            found[option] = pattern_at(of_term.replace(SLUG_NAME, "{slug}"))
            found[taxonomy] = pattern_at(output_file(reader.term_url(language, taxonomy, "")))
    return found


def assign_slugs(config: HugoConfig, reader: DocumentReader, index: HugoIndex, slugs: TermSlugs) -> None:
    """Give the terms of a site their slugs: those that the main language has, where they can be kept."""
    main = config.languages[0].code
    in_order = sorted(index.terms.items(), key=lambda item: item[0] != (main, group_of(item[0][1])))
    for (language, taxonomy), names in in_order:
        old = {name: output_file(reader.term_url(language, taxonomy, name)) for name in names}
        slugs.assign(group_of(taxonomy), names, old)
    slugs.assign("categories", [name for used in index.sections.values() for name in used])


def moved_lists(
    config: HugoConfig, reader: DocumentReader, index: HugoIndex, slugs: TermSlugs
) -> dict[str, str]:
    """Return the new output paths of lists by their old ones; a list at its old place is left out."""
    lists = (
        *_terms(reader, index, slugs),
        *_sections(reader, index, slugs),
        *_lists_of_all(config, reader, slugs),
    )
    return moved((output_file(url), target) for url, target in lists)


def _lists_of_all(config: HugoConfig, reader: DocumentReader, slugs: TermSlugs) -> Iterator[tuple[str, str]]:
    for language in config.languages:
        for taxonomy in _shown(config):
            url = reader.term_url(language.code, taxonomy, "")
            yield url, slugs.list_of_all(group_of(taxonomy))
        if len(config.languages) > 1:
            yield f"{language.code}/", "index.html"


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
        category = next((name for name in _upwards(section) if name in categories), "")
        yield url, slugs.page("categories", category) if category else "archive.html"


def _upwards(section: str) -> Iterator[str]:
    """Yield a section and those above it, the nearest first."""
    folders = section.split("/")
    for depth in range(len(folders), 0, -1):
        yield "/".join(folders[:depth])
