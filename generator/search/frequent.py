"""Tell which terms of a segment are in many posts, so that a query can look up rare ones first.

A file has a list for each share in SHARES: of the terms that at least one in so many
posts has, a hash each, sorted. A list has its number of hashes, and each as its
distance from the one before.

A hash that a rare term has as well only makes a query longer, so 19 bits are enough.
One that two frequent terms have is there twice, so that one of them can be taken away
without a look at all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate, pairwise

from generator.search.binary import Reader, number
from generator.search.blocks import Columns

#: A frequent term is in one of so many posts, at least, and in LEAST posts.
SHARES = (256, 32)
LEAST = 4
#: Segments with fewer posts have no such file.
POSTS = 100
#: How many hashes there are: those of FNV-1a (Fowler, Noll, Vo), its highest bits.
HASHES = 1 << 19
_BASIS, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def hash_of(term: bytes) -> int:
    """Return the hash of a term."""
    value = _BASIS
    for byte in term:
        value = (value ^ byte) * _PRIME & _MASK
    return value * HASHES >> 32


class Tally:
    """Counts the posts of frequent terms in a segment of so many posts."""

    def __init__(self, posts: int) -> None:
        self._least = least(posts, SHARES[0])
        self._counts: Counter[bytes] = Counter()

    def add(self, lists: Columns) -> None:
        """Add lists, or parts of lists."""
        for term, count, base in zip(lists.terms, lists.posts, lists.base, strict=True):
            if base >= 0 or count >= self._least:
                self._counts[term] += count

    def frequent(self) -> dict[bytes, int]:
        """Return the frequent terms, each with the number of its posts."""
        return {term: count for term, count in self._counts.items() if count >= self._least}


def least(posts: int, share: int) -> int:
    """Return how many posts a term must be in, of so many, to be in one of `share`."""
    return max(LEAST, -(-posts // share))


class Frequent:
    """The hashes of the frequent terms of a segment of so many posts, for each share."""

    def __init__(self, posts: int, counts: Mapping[bytes, int]) -> None:
        self._least = [least(posts, share) for share in SHARES]
        self._hashes: list[Counter[int]] = [Counter() for _ in SHARES]
        self.add(counts)

    def add(self, counts: Mapping[bytes, int]) -> None:
        """Add terms that were in no post, with the number of their posts now."""
        for term, count in counts.items():
            self.change(term, 0, count)

    def change(self, term: bytes, before: int, now: int) -> None:
        """Count a term that was in so many posts, and now is in so many."""
        for enough, hashes in zip(self._least, self._hashes, strict=True):
            step = (now >= enough) - (before >= enough)
            if step:
                hashes[hash_of(term)] += step

    def write(self) -> bytes:
        """Return the bytes of the file."""
        return b"".join(_written(sorted(hashes.elements())) for hashes in self._hashes)

    @classmethod
    def read(cls, data: bytes, posts: int) -> Frequent:
        """Return the hashes in a file. Raises ValueError if it is cut off."""
        found, reader = cls(posts, {}), Reader(data)
        for hashes in found._hashes:
            gaps = (reader.number() for _ in range(reader.number()))
            hashes.update(accumulate(gaps))
        return found


def _written(hashes: list[int]) -> bytes:
    gaps = (now - before for before, now in pairwise([0, *hashes]))
    return number(len(hashes)) + b"".join(map(number, gaps))
