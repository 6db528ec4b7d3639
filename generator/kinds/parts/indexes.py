"""Address the lists of all categories and of all tags."""

from __future__ import annotations

from functools import lru_cache

from generator.addresses.links import href
from generator.addresses.lists import page_pattern
from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.taxonomy.definitions import CATEGORY


@lru_cache(maxsize=64)
def index_route(permalink: Permalink, taxonomy: str) -> Route:
    """Return where the list of all terms of a taxonomy lies."""
    return Route(page_pattern(permalink.categories if taxonomy == CATEGORY else permalink.tags))


def index_url(permalink: Permalink, taxonomy: str) -> str:
    """Return the href of the list of all terms of a taxonomy."""
    return href(index_route(permalink, taxonomy).path())
