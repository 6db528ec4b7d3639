"""What a feed says, whatever its format: its head, and its entries from the rows of a task."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

#: Makes the body of an entry from the end of its row (path, digest, stand-in, targets), its url, title
#: and engine.
BodyMaker = Callable[[Sequence[Any], str, str, str], str]
#: Characters of bodies that a feed holds at most; entries after those have summaries alone.
BODIES = 2_000_000


class Feed(NamedTuple):
    """The head of a feed. `base` is the site's URL with a final slash, or ""; other urls go from there.

    `archive` is the URL of the newest document of older entries, or "".
    """

    title: str
    description: str
    author: str
    language: str
    base: str
    url: str
    page_url: str
    archive: str = ""

    @property
    def way(self) -> str:
        """What leads from the feed to the site's root: its URL or, where that is not known, `../`."""
        return self.base or "../" * self.url.count("/")

    @property
    def own(self) -> str:
        """Its own address: relative where the site's URL is not known."""
        return self.base + self.url if self.base else self.url.rpartition("/")[2]


class Entry(NamedTuple):
    """A post in a feed. `url` is a link from the root; `body` is HTML, or "" where there is a summary alone.

    `image` and `source_url` are "" where there is none; `language` is "" for the site's.
    """

    url: str
    title: str
    date: str
    updated: str
    summary: str
    category: str
    slug: str
    authors: Sequence[str]
    source_url: str
    language: str
    body: str


def entries(rows: Sequence[Sequence[Any]], make_body: BodyMaker) -> Iterator[Entry]:
    """Yield the entries of rows (url, title, date, summary, category, slug, details, …), in their order."""
    length = 0
    for url, title, date, summary, category, slug, details, *rest in rows:
        known = json.loads(details)
        body = make_body(rest, url, title, known.get("engine", "")) if rest and length < BODIES else ""
        length += len(body)
        yield Entry(
            url=url,
            title=title,
            date=date,
            updated=known.get("updated", date),
            summary=summary,
            category=category,
            slug=slug or "",
            authors=known.get("authors", ()),
            source_url=known.get("source_url", ""),
            language=known.get("lang", ""),
            body=body if length <= BODIES else "",
        )


def identity(base: str, url: str) -> str:
    """Return an id that stays: the URL, or where that is not known a UUID made from the address."""
    return base + url if base else uuid.uuid5(uuid.NAMESPACE_URL, url).urn
