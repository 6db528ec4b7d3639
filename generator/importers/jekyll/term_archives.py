"""Know the pages of categories and tags that the plugin jekyll-archives makes, and assign slugs by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.addresses.jekyll import slugify
from generator.addresses.lists import page_pattern
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.feeds import has_feeds_of_tags
from generator.importers.jekyll.site_index import SiteIndex
from generator.importers.sites.config_files import group
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.sites.terms import Group, TermPage

#: The names of lists in its settings, and the plugin's own patterns for them.
_USUAL: Mapping[Group, tuple[str, str]] = {
    "categories": ("category", "/category/:name/"),
    "tags": ("tag", "/tag/:name/"),
}


def archive_patterns(config: JekyllConfig) -> dict[Group, str]:
    """Return the patterns of the lists that the plugin makes (jekyll/jekyll-archives, configuration.md)."""
    settings = group(config.values, "jekyll-archives")
    enabled = texts(settings.get("enabled"), words=True)
    given = group(settings, "permalinks")
    found: dict[Group, str] = {}
    for kind, (name, usual) in _USUAL.items():
        if {"all", kind} & set(enabled):
            pattern = (text(given.get(name)) or usual).replace(":name", "{slug}")
            if "{slug}" in pattern and ":" not in pattern:
                found[kind] = f"/{pattern.lstrip('/')}"
    return found


def archive_pages(config: JekyllConfig, index: SiteIndex) -> Iterator[tuple[Group, str, str]]:
    """Yield the group and the name of each term that has such a list, and its output path."""
    for kind, pattern in archive_patterns(config).items():
        for name in index.categories if kind == "categories" else index.tags:
            if slug := slugify(name):
                yield kind, name, page_pattern(pattern.replace("{slug}", slug))


def assign_slugs(
    config: JekyllConfig, index: SiteIndex, term_pages: Iterable[TermPage], slugs: TermSlugs
) -> list[tuple[Group, str, str]]:
    """Give the terms of the site their slugs; return the lists that a plugin made, see `archive_pages`."""
    made = list(archive_pages(config, index))
    pages = [*((page.group, page.name, page.file) for page in term_pages), *made]
    for kind in _USUAL:
        old = {name: path for group, name, path in reversed(pages) if group == kind}
        tags = index.tags if old or has_feeds_of_tags(config) else ()
        slugs.assign(kind, [*(index.categories if kind == "categories" else tags), *old], old)
    return made
