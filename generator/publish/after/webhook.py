"""Send the list of changes to an address of the user's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from generator.publish.after.caches import cached_at
from generator.publish.after.http import post
from generator.publish.after.service import EVERYTHING, Answer, Service, Waiting, understood
from generator.publish.plan import Change

TOKEN = "BACKFILE_WEBHOOK_TOKEN"  # noqa: S105  # the name of a variable
_WHATS = ("new", "changed", "removed")


@dataclass(frozen=True, slots=True)
class Webhook(Service):
    """A program that clears a cache, or does anything else. `base` is the URL of the site."""

    base: str
    url: str

    batch: ClassVar[int] = 1_000
    most: ClassVar[int] = 100_000
    forgets: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The name of the service, with its host; an address may hold a secret."""
        return f"webhook ({urlsplit(self.url).netloc})"

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the URLs of a file."""
        yield from (self.base + link for link in cached_at(change))

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Send addresses, by what happened to them."""
        everything = any(one.address == EVERYTHING for one in waiting)
        found = [] if everything else waiting
        body = {
            "site": self.base,
            "everything": everything,
            **{
                what: [one.address for one in found if one.what == what]
                for what in ("new", "changed", "removed")
            },
        }
        token = os.environ.get(TOKEN, "")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return understood(post(self.url, json.dumps(body).encode(), "application/json", headers), TOKEN)
