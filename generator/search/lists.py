"""Make the blocks of a segment, or of a part of its terms, from its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.search.blocks import Entry, cut
from generator.search.postings import Lists, encode
from generator.search.runs import Part, merge


def blocks_of_runs(found: Sequence[tuple[int, Part]], posts: int, block: int) -> Iterator[list[Entry]]:
    """Yield the blocks of one part of all runs.

    `posts` is the number of posts in the segment, `block` that of the bytes of a block, at least.
    """
    terms, occurrences = merge(found)
    yield from cut(entries(terms, encode(occurrences, posts)), block)


def entries(terms: Sequence[str], lists: Lists) -> Iterator[Entry]:
    """Yield encoded lists as entries of blocks."""
    start = 0
    for term, count, base, end in zip(lists.term, lists.posts, lists.base, lists.end, strict=True):
        yield Entry(terms[term].encode("utf-8", "surrogatepass"), count, base, lists.data[start:end])
        start = end
