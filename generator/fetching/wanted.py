"""Find the pictures that posts show and the archive does not have, those of the newest posts first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.content.packs.reader import PackedAt
from generator.pictures.addresses import host_of
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore

#: With one maximum, the other columns are those of its row (sqlite.org/lang_select.html, "bare columns").
_SHOWN = """
    SELECT links.target, max(posts.stamp) AS stamp, posts.date,
        posts.path, sources.pack, sources.frame_offset, sources.frame_size
    FROM links JOIN posts ON posts.id = links.post_id JOIN sources ON sources.path = posts.path
    WHERE links.target >= 'http' AND links.target < 'httpt' AND posts.live = 1
    GROUP BY links.target ORDER BY stamp DESC, links.target
"""


class Wanted(NamedTuple):
    """A picture to ask for: address and host; of the newest post that shows it date (ISO 8601) and source.

    `packed` is the source's place in a pack, if it is in one. `copy`: the picture is lost, and the host that
    is asked is that of copies.
    """

    address: str
    host: str
    date: str
    path: str = ""
    packed: PackedAt | None = None
    copy: bool = False


def shown(connection: sqlite3.Connection) -> Iterator[Wanted]:
    """Yield the pictures that live posts show, those of the newest posts first."""
    for address, _, date, path, *place in connection.execute(_SHOWN):
        yield Wanted(address, host_of(address), date, path, PackedAt(*place) if place[0] else None)


def wanted(
    pictures: Iterable[Wanted],
    known: Mapping[str, Entry],
    store: PictureStore,
    today: str,
    *,
    again: bool,
    copies: str = "",
) -> Iterator[Wanted]:
    """Yield those of some pictures that are to be asked for.

    One that failed is asked for again on another day than `today`. With `again` that does not matter, and
    lost ones are asked for as well. `copies` is the host that is asked for copies of lost ones, or "".
    """
    for one in pictures:
        entry = known.get(one.address)
        if copies and entry and entry.status == "lost":
            yield one._replace(host=copies, copy=True)
        elif entry is None or _is_wanted(entry, store, today, again=again):
            yield one


def _is_wanted(entry: Entry, store: PictureStore, today: str, *, again: bool) -> bool:
    match entry.status:
        case "kept":
            return not store.has(entry.hash)
        case "failed":
            return again or entry.day != today
        case "lost":
            return again
        case _:
            return False
