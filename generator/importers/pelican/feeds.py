"""Find the feeds of a Pelican site (`generate_feeds` in pelican/generators.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.importers.pelican.config import PelicanConfig
from generator.importers.pelican.site_index import PelicanIndex
from generator.importers.pelican.slugs import KINDS, form_of, slugified
from generator.importers.sites.former_feeds import OldFeed, OldFeeds
from generator.kinds.registry import reserved

_OF_ALL = ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS")
_OF_LANGUAGES = ("TRANSLATION_FEED_ATOM", "TRANSLATION_FEED_RSS")


def feed_files(config: PelicanConfig, index: PelicanIndex) -> tuple[str, ...]:
    """Return the paths of the feeds of all articles, and of each language, where the archive shows all."""
    found = [config.text(name) for name in _OF_ALL]
    for form in (form_of(config, name, "{lang}") for name in _OF_LANGUAGES):
        found += [form.replace("{lang}", language) for language in index.languages if form]
    paths = dict.fromkeys(path.lstrip("/") for path in found if path and "{" not in path)
    return tuple(path for path in paths if not reserved().has(path))


def old_feeds(config: PelicanConfig, index: PelicanIndex) -> OldFeeds:
    """Return the feeds of categories and tags; those of authors have no counterpart."""
    return OldFeeds(tuple(_of_terms(config, index)), {"authors": tuple(_of_authors(config, index))})


def _of_terms(config: PelicanConfig, index: PelicanIndex) -> Iterator[OldFeed]:
    for group, kind in KINDS:
        names: Iterable[str] = getattr(index, group)
        for form in _forms(config, kind):
            for name in names:
                yield OldFeed(group, name, form.replace("{slug}", slugified(name, config, kind)), form)


def _of_authors(config: PelicanConfig, index: PelicanIndex) -> Iterator[str]:
    for form in _forms(config, "AUTHOR"):
        yield from (form.replace("{slug}", slugified(name, config, "AUTHOR")) for name in index.authors)


def _forms(config: PelicanConfig, kind: str) -> list[str]:
    return list(filter(None, (form_of(config, f"{kind}_FEED_{name}", "{slug}") for name in ("ATOM", "RSS"))))
