"""Write the feed of each category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from generator.addresses.routes import Route
from generator.config.schema import Permalink
from generator.kinds.parts.term_feeds import TermFeedKind, feed_rules
from generator.kinds.parts.terms import category_feed, feed_route
from generator.plan.touched import Rule
from generator.taxonomy.definitions import CATEGORY


@dataclass(frozen=True)
class CategoryFeedKind(TermFeedKind):
    """The newest posts of a category, for feed readers."""

    owner: ClassVar[str] = "feed"
    taxonomy: ClassVar[str] = CATEGORY
    pattern: ClassVar[str] = "category"
    routes: ClassVar[tuple[Route, ...]] = (feed_route(Permalink(), CATEGORY),)
    related_changes: ClassVar[tuple[Rule, ...]] = feed_rules(CATEGORY)

    @classmethod
    def routes_on(cls, permalink: Permalink) -> tuple[Route, ...]:
        """Return the route of the feeds."""
        return (feed_route(permalink, CATEGORY),)

    @property
    def own_routes(self) -> tuple[Route, ...]:
        """The route of the feeds on this site."""
        return self.routes_on(self.feed.permalink)

    def own_path(self, slug: str, form: str) -> str:
        """Return the output path of the feed of a category in a format."""
        return category_feed(self.feed.permalink, slug, form)
