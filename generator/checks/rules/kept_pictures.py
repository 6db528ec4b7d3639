"""Tell what is noteworthy of kept pictures: large ones, doubtful types, substitutes, texts, bytes a month."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import WHOLE_FILE, Problem
from generator.core.wording import counted
from generator.pictures.entry import Entry
from generator.pictures.names import SUFFIXES
from generator.pictures.suspects import suspects

_MEGABYTE = 1_000_000
#: Findings of one kind that are named one by one; months that are.
_SHOWN, _MONTHS = 20, 3
#: Suffixes that name a type.
_TYPES = {f".{suffix}": kind for kind, suffix in SUFFIXES.items()} | {".jpeg": "image/jpeg"}
_UNNAMED = """
    SELECT t.label, sum(b.number), sum(b.unnamed) FROM body_pictures AS b
    JOIN posts AS p ON p.path = b.path AND p.live = 1 LEFT JOIN terms AS t ON t.id = p.section
    GROUP BY t.id HAVING sum(b.unnamed) > 0 ORDER BY sum(b.unnamed) DESC, t.label
"""


def check(context: Context) -> Iterator[Problem]:
    """Yield sums over all kept pictures. None without a registry."""
    connection, site = context.connection, context.paths.config.name
    if not connection.execute("SELECT 1 FROM pictures LIMIT 1").fetchone():
        return
    every = [one for one in context.registry().values() if one.status == "kept"]
    found = (
        *_large(every, context.pictures.large_bytes),
        *_types(every),
        *_substitutes(every),
        *_unnamed(connection),
        *_bytes(every),
    )
    yield from (finding(code, site, WHOLE_FILE, message, hint) for code, message, hint in found)


_Found = Iterator[tuple[str, str, str]]


def _large(kept: Iterable[Entry], most: int) -> _Found:
    large = sorted((one for one in kept if one.size > most), key=lambda one: (-one.size, one.address))
    if large:
        which = f"{counted(len(large), 'kept picture')} with more than {most:,} bytes, {_mega(large)} in all"
        message = f"{which}; the largest is {large[0].address} ({_mega(large[:1])})"
        yield (
            "picture.large",
            message,
            "smaller versions spare readers (pictures.widths); a click leads to these",
        )


def _types(kept: Iterable[Entry]) -> _Found:
    """Tell of pictures whose bytes are of another type than their address or their host says."""
    named: Counter[str] = Counter()
    example = ""
    for one in kept:
        suffix = PurePosixPath(one.address.partition("?")[0]).suffix.lower()
        if one.said:
            named[f"{one.type} sent as {one.said}"] += 1
        elif _TYPES.get(suffix, one.type) != one.type:
            named[f"{one.type} named {suffix}"] += 1
        else:
            continue
        example = min(example or one.address, one.address)
    if named:
        kinds = ", ".join(f"{number:,} × {name}" for name, number in named.most_common())
        message = (
            f"{counted(named.total(), 'kept picture')} of another type than it seems: {kinds}; {example}"
        )
        yield (
            "picture.type",
            message,
            "they are shown by the type of their bytes; look whether they are pictures",
        )


def _substitutes(kept: Iterable[Entry]) -> _Found:
    for one in suspects(kept)[:_SHOWN]:
        hint = "look at it; if it is a substitute, put its SHA-256 into pictures.refuse, and fetch again"
        yield "picture.substitute", str(one), hint


def _unnamed(connection: sqlite3.Connection) -> _Found:
    """Tell of pictures without alternative text, by the first category of their posts."""
    rows = connection.execute(_UNNAMED).fetchall()
    hint = "write what they show into alt, at least in new posts; those who can't see them hear it"
    for label, number, unnamed in rows[:_SHOWN]:
        message = f"{label or 'no category'}: {unnamed:,} of {number:,} pictures have no alternative text"
        yield "picture.alt", message, hint
    if more := rows[_SHOWN:]:
        unnamed = sum(row[2] for row in more)
        message = f"{len(more):,} more categories: {unnamed:,} pictures have no alternative text"
        yield "picture.alt", message, hint


def _bytes(kept: Iterable[Entry]) -> _Found:
    """Tell how the store grows: the bytes of each picture once, in the month in which it was kept first."""
    first: dict[str, tuple[str, int]] = {}
    for one in kept:
        first[one.hash] = min(first.get(one.hash, (one.when[:7], one.size)), (one.when[:7], one.size))
    months: Counter[str] = Counter()
    for month, size in first.values():
        months[month] += size
    if months:
        newest = sorted(months, reverse=True)[:_MONTHS]
        named = ", ".join(f"{month} {months[month] / _MEGABYTE:,.1f} MB" for month in newest)
        total = f"{counted(len(first), 'kept picture')}, {months.total() / _MEGABYTE:,.1f} MB"
        yield "picture.bytes", f"{total}; by month: {named}", "nothing has to be done"


def _mega(entries: Iterable[Entry]) -> str:
    return f"{sum(one.size for one in entries) / _MEGABYTE:,.1f} MB"
