"""Know the pages of categories and tags that the plugin jekyll-archives makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.addresses.jekyll import slugify
from generator.addresses.lists import page_pattern
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.site_index import SiteIndex
from generator.importers.sites.config_files import group
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.terms import Group

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
