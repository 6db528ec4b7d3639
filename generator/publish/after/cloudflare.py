"""Purge changed files from Cloudflare's cache (developers.cloudflare.com/api, "Purge Cached Content")."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from generator.publish.after.caches import cached_at
from generator.publish.after.http import post
from generator.publish.after.service import EVERYTHING, Answer, Service, Waiting, lacking, understood
from generator.publish.plan import Change

TOKEN = "CLOUDFLARE_API_TOKEN"  # noqa: S105  # the name of a variable
_ENDPOINT = "https://api.cloudflare.com/client/v4"


@dataclass(frozen=True, slots=True)
class Cloudflare(Service):
    """The cache of a zone. `base` is the URL of the site, with a final slash."""

    base: str
    zone: str
    endpoint: str = _ENDPOINT

    batch: ClassVar[int] = 100
    most: ClassVar[int] = 3_000
    forgets: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The name of the service."""
        return "cloudflare"

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the URLs of a file."""
        yield from (self.base + link for link in cached_at(change))

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Purge some files, or all."""
        token = os.environ.get(TOKEN, "")
        if not token:
            return lacking(TOKEN)
        files = [one.address for one in waiting]
        body: dict[str, Any] = {"purge_everything": True} if EVERYTHING in files else {"files": files}
        url = f"{self.endpoint}/zones/{self.zone}/purge_cache"
        headers = {"Authorization": f"Bearer {token}"}
        return understood(post(url, json.dumps(body).encode(), "application/json", headers), TOKEN)
