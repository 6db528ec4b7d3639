"""Write the feeds of tags at their former addresses; they have no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from generator.kinds.parts.term_feeds import TermFeedKind, feed_rules
from generator.plan.touched import Touched
from generator.taxonomy.definitions import TAG

_RULES = feed_rules(TAG)


@dataclass(frozen=True)
class TagFeedKind(TermFeedKind):
    """The newest posts with a tag, where the site had such a feed before."""

    owner: ClassVar[str] = "tag-feed"
    taxonomy: ClassVar[str] = TAG

    def touch_changes(self, touched: Touched) -> None:
        """Touch the feeds that changes may make stale; most sites have none."""
        if self.former.present:
            touched.by_rules(self.owner, _RULES)
