"""Make the blocks of a segment, or of a part of its terms, from its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from generator.search.blocks import Columns, Entry
from generator.search.cutting import cut
from generator.search.postings import Lists, encode
from generator.search.runs import Part, merge


def blocks_of_runs(found: Sequence[tuple[int, Part]], posts: int, block: int) -> Iterator[Columns]:
    """Yield the blocks of one part of all runs.

    `posts` is the number of posts in the segment, `block` that of the bytes of a block, at least.
    """
    terms, occurrences = merge(found)
    yield from cut(columns(terms, encode(occurrences, posts)), block)


def columns(terms: Sequence[bytes], lists: Lists) -> Columns:
    """Return encoded lists as the columns of blocks."""
    lengths = np.diff(lists.end, prepend=0).tolist()
    return Columns([terms[rank] for rank in lists.term], lists.posts, lists.base, lengths, lists.data)


def entries(terms: Sequence[bytes], lists: Lists) -> Iterator[Entry]:
    """Yield encoded lists as entries of blocks."""
    start = 0
    for term, count, base, end in zip(lists.term, lists.posts, lists.base, lists.end, strict=True):
        yield Entry(terms[term], count, base, lists.data[start:end])
        start = end
