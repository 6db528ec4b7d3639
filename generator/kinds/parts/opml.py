"""Address the list of all feeds."""

from __future__ import annotations

from generator.addresses.routes import Route

FEED_LIST = Route("feeds.opml")
