"""Part the posts of an archive into segments of the index, by tiers of time.

From the newest post back: a few days; the earlier days of their month; the earlier
months of their year; the earlier years of their decade; each decade before. So a
new post changes a small segment alone, and old segments stay as they are. Which
segments there are follows from the number of posts of each day and month alone.

The earlier days of the month are in spans of 16, 8, 4, 2 and 1 days, as the binary
number of these days has them: 27 days are 16, 8, 2 and 1. A day that is over makes
no segment anew on every other day, and one of two, four, eight or 16 days on others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

#: Bytes of a block, at least: from so many on it ends before a term whose checksum allows it (`cutting`).
#: A query reads about a block of each segment, so small segments have small blocks. The other ones bound
#: the number of files, and those of archives with a few thousand posts are few if blocks are full.
SMALL_BLOCK = 18 * 1024
LARGE_BLOCK = 44 * 1024
FULL_BLOCK = 56 * 1024
#: The newest tier has at most so many posts, if its first day alone has no more.
OPEN_POSTS = 24
#: Tiers next to each other are one segment if they have fewer posts together.
SMALL = 1000
#: Segments with one post, or less, for so many older ones have small blocks.
_SMALL_PART = 16
#: Other segments with so many posts, or fewer, have full blocks.
_FEW = 2500
#: How many days the newest tier may span. Spans begin at fixed days of a month.
_SPANS = (32, 16, 8, 4, 2, 1)


class Segment(NamedTuple):
    """A part of the index: its name, and the days (ISO 8601) from `since` on, before `until` ("" for all).

    `block` is the size of its blocks in bytes, at least.
    """

    name: str
    since: str
    until: str
    block: int


class _Tier(NamedTuple):
    name: str
    since: str
    posts: int


def segments(months: Mapping[str, int], days: Mapping[str, int]) -> list[Segment]:
    """Return the segments, newest first.

    `months` has the number of posts of each month, `days` that of each day of the newest month.
    """
    if not months:
        return []
    merged: list[_Tier] = []
    for tier in _tiers(months, days):
        most = OPEN_POSTS if len(merged) == 1 else SMALL - 1
        if merged and merged[-1].posts + tier.posts <= most:
            merged[-1] = tier._replace(posts=merged[-1].posts + tier.posts)
        else:
            merged.append(tier)
    ends = ["", *(tier.since for tier in merged)]
    blocks = _blocks([tier.posts for tier in merged])
    return [
        Segment(tier.name, tier.since, until, block)
        for tier, until, block in zip(merged, ends, blocks, strict=False)
    ]


def _blocks(posts: Sequence[int]) -> Iterator[int]:
    """Yield the size of the blocks of each segment."""
    older = total = sum(posts)
    for count in posts:
        older -= count
        is_small = count * _SMALL_PART <= older or total < SMALL
        yield SMALL_BLOCK if is_small else FULL_BLOCK if count <= _FEW else LARGE_BLOCK


def _tiers(months: Mapping[str, int], days: Mapping[str, int]) -> Iterator[_Tier]:
    """Yield the tiers that have posts, newest first."""
    month = max(months)
    year, decade = month[:4], f"{month[:3]}0"
    begin = _open(days)
    opened = sum(posts for day, posts in days.items() if day >= begin)
    earlier = {
        **_spans_of_days(days, begin),
        (year, f"{year}-01-01"): _sum(months, year, month),
        (f"{decade}s", f"{decade}-01-01"): _sum(months, decade, year),
    }
    for first in sorted({f"{one[:3]}0" for one in months} - {decade}, reverse=True):
        earlier[f"{first}s", f"{first}-01-01"] = _sum(months, first, f"{int(first) + 10:04}")
    yield _Tier(begin, begin, opened)
    for (name, since), posts in earlier.items():
        if posts:
            yield _Tier(name, since, posts)


def _spans_of_days(days: Mapping[str, int], until: str) -> dict[tuple[str, str], int]:
    """Return the posts of the spans of a month before a day, newest first, by their names and first days."""
    found: dict[tuple[str, str], int] = {}
    month, earlier = until[:7], int(until[8:]) - 1
    while earlier:
        earlier &= earlier - 1  # without the lowest bit, which is the length of the last span
        since = f"{month}-{earlier + 1:02}"
        found[since if earlier else month, since] = _sum(days, since, until)
        until = since
    return found


def _open(days: Mapping[str, int]) -> str:
    """Return the first day of the newest tier."""
    newest = max(days)
    month, number = newest[:8], int(newest[8:])
    for span in _SPANS:
        begin = f"{month}{(number - 1) // span * span + 1:02}"
        if sum(posts for day, posts in days.items() if day >= begin) <= OPEN_POSTS:
            return begin
    return newest


def _sum(times: Mapping[str, int], since: str, until: str) -> int:
    return sum(posts for time, posts in times.items() if since <= time < until)
