"""Bring pictures from the bucket that is the store to this machine, and send it those that it lacks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import NamedTuple

from generator.fetching.bucket_store import BucketStore
from generator.fetching.limits import Limit
from generator.fetching.options import FetchOptions
from generator.pictures.entry import Entry
from generator.pictures.store import PictureStore
from generator.publish.requests import at_once
from generator.reporting.report import Reporter

#: Pictures on their way at a time: each may be large.
_AT_ONCE = 16


class Brought(NamedTuple):
    """How many pictures were brought, their bytes, and how many are left, since a limit was reached."""

    pictures: int = 0
    size: int = 0
    left: int = 0


def exchange(
    store: PictureStore,
    known: Mapping[str, Entry],
    shown: Iterable[str],
    options: FetchOptions,
    reporter: Reporter,
) -> Brought:
    """Send a bucket what it lacks, and bring what a build needs: nothing, if pictures are published apart."""
    if not isinstance(store, BucketStore):
        return Brought()
    if options.again:
        store.ask()
    send(store, known, reporter)
    return Brought() if store.published_apart else bring(store, known, shown, options.limit, reporter)


def send(store: BucketStore, known: Mapping[str, Entry], reporter: Reporter) -> None:
    """Send the bucket the kept pictures of which only this machine has the bytes.

    That is so where the store was a folder before. Raises BackfileError and OSError.
    """
    kept = {one.hash for one in known.values() if one.status == "kept"}
    lacking = sorted(digest for digest in kept - store.there if store.has_copy(digest))
    if not lacking:
        return
    reporter.begin("send", len(lacking))
    for _ in at_once(store.send, lacking, _AT_ONCE):
        reporter.advance(1)
    reporter.end("send")


def bring(
    store: BucketStore, known: Mapping[str, Entry], shown: Iterable[str], limit: Limit, reporter: Reporter
) -> Brought:
    """Copy kept pictures from the bucket to this machine, in the order of the addresses in `shown`.

    What the bucket lacks after all is forgotten, so that hosts are asked for it. Raises BackfileError.
    """
    entries = (known.get(address) for address in shown)
    kept = dict.fromkeys(one.hash for one in entries if one and one.status == "kept")
    lacking = [digest for digest in kept if digest in store.there and not store.has_copy(digest)]
    if not lacking:
        return Brought()
    begin, number, total = time.monotonic(), 0, 0
    reporter.begin("bring", len(lacking))

    def is_within(_: str) -> bool:
        return not limit.is_reached(number, total, time.monotonic() - begin)

    asked: list[str] = []
    for digest, size in at_once(lambda one: (one, store.bring(one)), takewhile(is_within, lacking), _AT_ONCE):
        asked.append(digest)
        number, total = number + bool(size), total + size
        reporter.advance(1)
    reporter.end("bring")
    store.forget(digest for digest in asked if not store.has_copy(digest))
    return Brought(number, total, len(lacking) - len(asked))
