"""Find the addresses of the feeds of a Jekyll site, where the archive is to have its own feeds as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.importers.article import RefusalError
from generator.importers.jekyll.articles import permalink_of
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.site_index import Site, SiteIndex
from generator.importers.sites.config_files import group, is_true
from generator.importers.sites.former_feeds import OldFeed, OldFeeds
from generator.importers.sites.front_matter import Data, text, texts
from generator.importers.sites.placing import output_file
from generator.kinds.registry import reserved

_SUFFIXES = (".xml", ".rss", ".atom", ".json")
#: The start of a feed: the root of Atom or RSS, or the version of JSON Feed.
_FEED = re.compile(r"<(?:feed|rss|rdf:RDF)[\s>]|https://jsonfeed\.org/version/")


def former_feeds(site: Site, index: SiteIndex) -> tuple[str, ...]:
    """Return the output paths of the site's feeds that Backfile does not make anyway."""
    found = dict.fromkeys([*_of_plugin(site), *_of_templates(site, index)])
    return tuple(path for path in found if not reserved().has(path))


def old_feeds(site: Site, index: SiteIndex) -> OldFeeds:
    """Return the feeds of categories and tags that jekyll-feed makes (jekyll-feed/generator.rb)."""
    feed = group(site.config.values, "feed")
    form = "feed/{slug}.xml"
    names = texts(feed.get("categories"), words=False) or texts(_posts(feed).get("categories"), words=False)
    terms = [OldFeed("categories", name, form.replace("{slug}", name), form) for name in names]
    of_tags = _of_tags(feed, index) if has_feeds_of_tags(site.config) else ()
    return OldFeeds((*terms, *of_tags), {"collections": tuple(_of_collections(feed))})


def has_feeds_of_tags(config: JekyllConfig) -> bool:
    """Return whether jekyll-feed makes feeds of tags."""
    feed = group(config.values, "feed")
    return bool(group(feed, "tags")) or is_true(feed.get("tags"))


def _of_tags(feed: Data, index: SiteIndex) -> Iterator[OldFeed]:
    """Yield the feeds of tags; the plugin makes them for names of plain letters, digits and `_` alone."""
    settings = group(feed, "tags")
    form = f"{text(settings.get('path')) or '/feed/by_tag/'}{{slug}}.xml".lstrip("/")
    chosen = texts(settings.get("only"), words=False) or list(index.tags)
    for name in chosen:
        if re.fullmatch("[a-zA-Z0-9_]+", name) and name not in texts(settings.get("except"), words=False):
            yield OldFeed("tags", name, form.replace("{slug}", name), form)


def _of_collections(feed: Data) -> Iterator[str]:
    named = feed.get("collections")
    names = list(named) if isinstance(named, dict) else texts(named, words=False)
    for name in names:
        if name != "posts":
            path = text(group(group(feed, "collections"), name).get("path")).lstrip("/")
            yield path or f"feed/{name}.xml"


def _posts(feed: Data) -> Data:
    """Return the settings of posts as a collection, which may stand for those of the feed itself."""
    return group(group(feed, "collections"), "posts")


def _of_plugin(site: Site) -> Iterator[str]:
    """Yield the path in the settings of jekyll-feed, whose default is feed.xml (jekyll-feed/generator.rb)."""
    feed = group(site.config.values, "feed")
    path = (text(_posts(feed).get("path")) or text(feed.get("path"))).lstrip("/")
    if path.endswith(_SUFFIXES):
        yield path


def _of_templates(site: Site, index: SiteIndex) -> Iterator[str]:
    for found in index.pages:
        if found.path.endswith(_SUFFIXES):
            try:
                source, document = site.read(found)
            except (RefusalError, OSError):
                continue  # The import of the file reports it.
            if _FEED.search(source.body):
                yield output_file(permalink_of(document))
