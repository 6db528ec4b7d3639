"""Change single lists of a segment whose posts keep their numbers, and leave its other blocks as they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from generator.search.blocks import Entry
from generator.search.cutting import Cutter
from generator.search.head import Block
from generator.search.lists import entries
from generator.search.partitions import borders
from generator.search.postings import Posting, decode, encode, occurrences
from generator.search.runs import is_bare
from generator.search.terms import Terms, key_texts

#: By term, by number of a post: its positions now, or None where the post has the term no longer.
Changes = dict[bytes, dict[int, tuple[int, ...] | None]]
#: Reads the entries of a block.
Load = Callable[[Block], list[Entry]]
#: Is told of each changed list: its term, and the number of its posts before and now.
Note = Callable[[bytes, int, int], None]


class Patched(NamedTuple):
    """A block as it was (`kept`), or the entries of a new one."""

    kept: Block | None
    entries: list[Entry]


def postings_of(terms: Terms) -> dict[bytes, tuple[int, ...]]:
    """Return the positions of each term of a post, sorted; none for terms that have no positions."""
    found: dict[str, set[int]] = {}
    pairs = zip(key_texts(terms.pairs), terms.places.tolist(), strict=True)
    for word, position in (*pairs, *terms.words):
        found.setdefault(word, set()).add(position)
    found.update({name: set() for name in terms.names})
    return {term.encode("utf-8", "surrogatepass"): tuple(sorted(places)) for term, places in found.items()}


def add_changes(changes: Changes, number: int, before: Terms, now: Terms) -> None:
    """Add the changes of one post."""
    old, new = postings_of(before), postings_of(now)
    for term in old.keys() | new.keys():
        if old.get(term) != new.get(term):
            changes.setdefault(term, {})[number] = new.get(term)


class Layout(NamedTuple):
    """What the blocks of a segment follow from: its number of posts, and the bytes of a block, at least."""

    posts: int
    block: int


def patch(blocks: list[Block], load: Load, changes: Changes, layout: Layout, note: Note) -> Iterator[Patched]:
    """Yield all blocks of a segment after some changes, in the order of terms."""
    posts = layout.posts
    cutter = Cutter(layout.block, [border.encode() for border in borders(posts)])
    open_ = False
    for numbers, dirty in _stretches(blocks, changes):
        if not dirty and not open_:
            yield from (Patched(blocks[number], []) for number in numbers)
            continue
        found = [entry for number in numbers for entry in load(blocks[number])]
        stretch = blocks[numbers[0]].term if numbers[0] else b""
        until = blocks[numbers[-1] + 1].term if numbers[-1] + 1 < len(blocks) else None
        mine = _between(changes, stretch, until) if dirty else {}
        for entry in _changed(found, mine, posts, note):
            done = cutter.add(entry)
            if done:
                yield Patched(None, done)
        following = load(blocks[numbers[-1] + 1])[0] if until is not None else None
        open_ = following is not None and not cutter.begins(following)
        if not open_:
            done = cutter.finish()
            if done:
                yield Patched(None, done)


def _stretches(blocks: list[Block], changes: Changes) -> Iterator[tuple[list[int], bool]]:
    """Yield the numbers of blocks: stretches that changes may touch, and other blocks one by one."""
    terms = [block.term for block in blocks]
    dirty: set[int] = set()
    for term in changes:
        dirty.update(range(max(0, bisect_left(terms, term) - 1), max(1, bisect_right(terms, term))))
    for is_dirty, found in groupby(range(len(blocks)), lambda number: number in dirty):
        if is_dirty:
            yield list(found), True
        else:
            yield from (([number], False) for number in found)


def _between(changes: Changes, first: bytes, until: bytes | None) -> Changes:
    """Return the changes of the terms from one on, before another."""
    return {
        term: posts for term, posts in changes.items() if first <= term and (until is None or term < until)
    }


def _changed(found: Iterable[Entry], changes: Changes, posts: int, note: Note) -> Iterator[Entry]:
    """Yield entries in the order of terms, with the changed lists in place of the old ones."""
    lists = {term: list(parts) for term, parts in groupby(found, lambda entry: entry.term)}
    for term in sorted(lists.keys() | changes.keys()):
        old = lists.get(term, [])
        yield from _list(term, old, changes[term], posts, note) if term in changes else old


def _list(
    term: bytes, old: list[Entry], changes: Mapping[int, tuple[int, ...] | None], posts: int, note: Note
) -> Iterator[Entry]:
    """Yield the entries of one list after changes."""
    bare = is_bare(term.decode("utf-8", "surrogatepass"))
    now = {one.post: one.positions for part in old for one in _decoded(part, posts, bare)}
    for number, positions in changes.items():
        if positions is None:
            now.pop(number, None)
        else:
            now[number] = positions
    note(term, sum(part.posts for part in old), len(now))
    if now:
        postings = [Posting(number, now[number]) for number in sorted(now)]
        yield from entries([term], encode(occurrences([postings], [bare]), posts))


def _decoded(entry: Entry, posts: int, bare: bool) -> Iterator[Posting]:
    return decode(entry.data, entry.posts, posts, entry.base, bare=bare)
