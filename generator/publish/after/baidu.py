"""Push new posts to Baidu (ziyuan.baidu.com, "普通收录", "API提交").

One request has at most 2,000 URLs, one a line. The answer is JSON: `remain` is how many more are taken
today, `not_same_site` and `not_valid` are URLs that were refused. A day is one of Beijing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from generator.addresses.links import href
from generator.publish.after.http import Reply, post
from generator.publish.after.service import Answer, Service, Waiting, lacking, understood
from generator.publish.plan import Change

TOKEN = "BAIDU_PUSH_TOKEN"  # noqa: S105  # the name of a variable
_ENDPOINT = "http://data.zz.baidu.com/urls"
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Baidu(Service):
    """Baidu's API for new pages. `base` is the URL of the site, with a final slash."""

    base: str
    endpoint: str = _ENDPOINT

    batch: ClassVar[int] = 2_000
    most: ClassVar[int] = 100_000

    @property
    def name(self) -> str:
        """The name of the service."""
        return "baidu"

    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the URL of a new page: the quota is too small for others."""
        if change.announced == "page" and change.what == "new":
            yield self.base + href(change.path)

    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Push URLs."""
        token = os.environ.get(TOKEN, "")
        if not token:
            return lacking(TOKEN)
        parts = urlsplit(self.base)
        url = f"{self.endpoint}?site={parts.scheme}://{parts.netloc}&token={quote(token, safe='')}"
        body = "\n".join(one.address for one in waiting)
        return _answer(post(url, body.encode(), "text/plain"))


def _answer(reply: Reply) -> Answer:
    found = _values(reply.text)
    if reply.status == 400 and found.get("message") == "over quota":
        return Answer(problem="the quota of today is used up", wait=_until_tomorrow(), rest=0)
    if reply.status != 200 or "success" not in found:
        return understood(reply, TOKEN) if reply.status != 200 else Answer(refused=True, problem=_odd(reply))
    strangers = len(found.get("not_same_site") or ()) + len(found.get("not_valid") or ())
    problem = f"{strangers:,} of them are not addresses of the site, it says" if strangers else ""
    rest = int(found.get("remain", 0))
    return Answer(taken=True, problem=problem, rest=rest, wait=0.0 if rest else _until_tomorrow())


def _values(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _odd(reply: Reply) -> str:
    return f"its answer is not understood ({' '.join(reply.text.split())[:100]})"


def _until_tomorrow() -> float:
    """Return the seconds until the next day in Beijing."""
    now = datetime.now(UTC).astimezone(_BEIJING)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - now).total_seconds()
