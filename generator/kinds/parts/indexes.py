"""Address the lists of all categories and of all tags."""

from __future__ import annotations

from generator.addresses.routes import Route
from generator.taxonomy.definitions import CATEGORY, TAG

#: The route of the list of all terms, by taxonomy.
INDEX_ROUTES = {CATEGORY: Route("categories.html"), TAG: Route("tags.html")}
