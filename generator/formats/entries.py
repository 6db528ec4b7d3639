"""Define the head and the entries of a feed, for all formats; make entries from the rows of a task."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.addresses.links import href

#: Makes the body of an entry from the end of its row (path, digest, stand-in, targets), its url, title
#: and details.
BodyMaker = Callable[[Sequence[Any], str, str, Mapping[str, Any]], str]
#: Makes the picture of an entry from a column of its row.
PictureMaker = Callable[[str], "Enclosed | None"]
#: Characters of bodies that a feed holds at most; entries beyond that have only summaries.
MAX_BODIES = 2_000_000


class Feed(NamedTuple):
    """The head of a feed. `base` is the site's URL with a final slash, or ""; other URLs are relative to it.

    `archive` is the URL of the newest archive with older entries, or ""; `hubs` are URLs where readers may
    subscribe to changes (WebSub).
    """

    title: str
    description: str
    author: str
    language: str
    base: str
    url: str
    page_url: str
    archive: str = ""
    hubs: Sequence[str] = ()

    @property
    def root(self) -> str:
        """The prefix of links to the site: its URL or, if that is not known, `../` once a folder."""
        return self.base or "../" * self.url.count("/")

    def place(self, link: str) -> str:
        """Return where a link from the root leads, from this feed; a URL stays."""
        return link if "://" in link else self.root + link

    @property
    def self_url(self) -> str:
        """The address of the feed itself: relative if the site's URL is not known."""
        return self.base + self.url if self.base else self.url.rpartition("/")[2]


class Enclosed(NamedTuple):
    """The first picture of a post: a link from the root or a URL; media type; pixels; bytes."""

    url: str
    type: str
    width: int
    height: int
    size: int


class Entry(NamedTuple):
    """A post in a feed. `url` is a link from the root; `body` is HTML, or "" if there is only a summary.

    `identity` is the link from which its id is made: `url`, or its first address for a post that moved
    (RFC 4287, section 4.2.6). `source_url` is "" if there is none; `language` is "" for the site's language.
    """

    url: str
    identity: str
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
    picture: Enclosed | None = None


def entries(
    rows: Sequence[Sequence[Any]], make_body: BodyMaker, make_picture: PictureMaker = lambda _: None
) -> Iterator[Entry]:
    """Yield the entries of rows, in their order.

    A row is (url, title, date, summary, category, slug, details, former, picture, …); `former` is the output
    path of the post's first address, or "".
    """
    length = 0
    for url, title, date, summary, category, slug, details, former, picture, *rest in rows:
        known = json.loads(details)
        body = make_body(rest, url, title, known) if rest and length < MAX_BODIES else ""
        length += len(body)
        yield Entry(
            url=url,
            identity=_href(former) if former else url,
            title=title,
            date=date,
            updated=known.get("updated", date),
            summary=summary,
            category=category,
            slug=slug or "",
            authors=known.get("authors", ()),
            source_url=known.get("source_url", ""),
            language=known.get("lang", ""),
            body=body if length <= MAX_BODIES else "",
            picture=make_picture(picture),
        )


def _href(former: str) -> str:
    path, mark, query = former.partition("?")
    return f"{href(path)}{mark}{query}"


def entry_id(base: str, url: str) -> str:
    """Return a stable id: the URL or, if the site's URL is not known, a UUID made from the address."""
    return base + url if base else uuid.uuid5(uuid.NAMESPACE_URL, url).urn
