"""Find the addresses of the feeds of a Jekyll site, where the archive is to have its own feed as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.importers.article import RefusalError
from generator.importers.jekyll.articles import permalink_of
from generator.importers.jekyll.site_index import Site, SiteIndex
from generator.importers.sites.front_matter import text
from generator.importers.sites.placing import output_file
from generator.kinds.registry import reserved

_SUFFIXES = (".xml", ".rss", ".atom", ".json")
#: The start of a feed: the root of Atom or RSS, or the version of JSON Feed.
_FEED = re.compile(r"<(?:feed|rss|rdf:RDF)[\s>]|https://jsonfeed\.org/version/")


def former_feeds(site: Site, index: SiteIndex) -> tuple[str, ...]:
    """Return the output paths of the site's feeds that Backfile does not make anyway."""
    found = dict.fromkeys([*_of_plugin(site), *_of_templates(site, index)])
    return tuple(path for path in found if not reserved().has(path))


def _of_plugin(site: Site) -> Iterator[str]:
    """Yield the path in the settings of jekyll-feed, whose default is feed.xml (jekyll-feed/generator.rb)."""
    feed = site.config.values.get("feed")
    path = text(feed.get("path")).lstrip("/") if isinstance(feed, Mapping) else ""
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
