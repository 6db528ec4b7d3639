"""Tell of the pages of authors of a Pelican site, for which an archive has none."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importers.pelican.config import PelicanConfig
from generator.importers.pelican.site_index import PelicanIndex
from generator.importers.pelican.slugs import form_of, slugified
from generator.importers.sites.former_feeds import some_of


def notes_on_authors(config: PelicanConfig, index: PelicanIndex) -> Iterator[str]:
    """Yield a note about the pages of authors, with their addresses."""
    form = form_of(config, "AUTHOR_SAVE_AS", "{slug}")
    paths = [form.replace("{slug}", slugified(name, config, "AUTHOR")) for name in index.authors]
    if form and paths:
        why = "are not kept, since an archive has no lists by author"
        form = f"AUTHOR_SAVE_AS is /{form}; see docs/import.md, Pelican"
        yield f"pages of authors ({len(paths):,}) {why}: {some_of(paths)} ({form})"
