"""Tell search engines of changed pages by IndexNow (indexnow.org/documentation)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from generator.addresses.links import href
from generator.publish.after.http import post
from generator.publish.after.service import Answer, Service, Waiting, understood
from generator.publish.plan import Change


@dataclass(frozen=True, slots=True)
class IndexNow(Service):
    """Search engines that take part in IndexNow. `base` is the URL of the site, with a final slash.

    `has_key` is whether the site has the file with the key, without which nothing is accepted.
    """

    base: str
    key: str
    endpoint: str
    has_key: bool

    batch: ClassVar[int] = 10_000
    most: ClassVar[int] = 200_000

    @property
    def name(self) -> str:
        """The name of the service."""
        return "indexnow"

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the URL of a page. Removed ones are told too: search engines drop them."""
        if change.announced == "page":
            yield self.base + href(change.path)

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Send URLs."""
        if not self.has_key:
            file = f"content/static/{self.key}.txt"
            return Answer(problem=f"the site has no /{self.key}.txt; write the key into {file}, and build")
        body = {
            "host": urlsplit(self.base).netloc,
            "key": self.key,
            "keyLocation": f"{self.base}{self.key}.txt",
            "urlList": [one.address for one in waiting],
        }
        return understood(post(self.endpoint, json.dumps(body).encode(), "application/json; charset=utf-8"))
