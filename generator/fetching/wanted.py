"""Find the pictures that posts show and the archive does not have, those of the newest posts first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.pictures.addresses import host_of
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore

_SHOWN = """
    SELECT links.target, max(posts.stamp) AS stamp, max(posts.date) FROM links
    JOIN posts ON posts.id = links.post_id
    WHERE links.target >= 'http' AND links.target < 'httpt' AND posts.live = 1
    GROUP BY links.target ORDER BY stamp DESC, links.target
"""


def shown(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the addresses of the pictures that live posts show, those of the newest posts first."""
    return (address for address, _, _ in connection.execute(_SHOWN))


class Wanted(NamedTuple):
    """A picture to ask for: address, host, and the date (ISO 8601) of the newest post that shows it.

    `copy`: it is lost, and the host that is asked is that of copies.
    """

    address: str
    host: str
    date: str
    copy: bool = False


def wanted(
    connection: sqlite3.Connection,
    known: Mapping[str, Entry],
    store: PictureStore,
    today: str,
    *,
    again: bool,
    copies: str = "",
) -> Iterator[Wanted]:
    """Yield the pictures to ask for. One that failed is asked for again on another day than `today`.

    With `again` that does not matter, and lost ones are asked for as well. `copies` is the host that is
    asked for copies of lost ones, or "".
    """
    for address, _, date in connection.execute(_SHOWN):
        entry = known.get(address)
        if copies and entry and entry.status == "lost":
            yield Wanted(address, copies, date, copy=True)
        elif entry is None or _is_wanted(entry, store, today, again=again):
            yield Wanted(address, host_of(address), date)


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
