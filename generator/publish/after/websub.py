"""Tell hubs of changed feeds (WebSub, w3.org/TR/websub, section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from generator.addresses.links import href
from generator.publish.after.http import post
from generator.publish.after.service import Answer, Service, Waiting, understood
from generator.publish.plan import Change


@dataclass(frozen=True, slots=True)
class WebSub(Service):
    """A hub. `base` is the URL of the site, with a final slash.

    Section 7 leaves the form of this request open; all public hubs take that of PubSubHubbub 0.4, which has
    several `hub.url`.
    """

    base: str
    hub: str

    batch: ClassVar[int] = 100
    most: ClassVar[int] = 10_000

    @property
    def name(self) -> str:
        """The name of the service, with that of the hub."""
        return f"websub ({urlsplit(self.hub).netloc})"

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the URL of a feed that is there."""
        if change.announced == "feed" and change.what != "removed":
            yield self.base + href(change.path)

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Name the feeds."""
        fields = [("hub.mode", "publish"), *(("hub.url", one.address) for one in waiting)]
        return understood(post(self.hub, urlencode(fields).encode(), "application/x-www-form-urlencoded"))
