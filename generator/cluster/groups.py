"""Group batches for the network: a message costs milliseconds, whatever is in it."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from generator.parallel.portable import Carried

Result = TypeVar("Result")

#: Batches in a group at most: of 100 tasks, or of 64 posts to read.
LARGEST = 5
#: Bytes after which a group is closed, whatever it holds.
_BYTES = 4_000_000


class Group(NamedTuple, Generic[Result]):
    """Batches that are sent together."""

    batches: list[Carried[Result]]

    def data(self) -> bytes | None:
        """Return what is sent: the data of the batches that need a worker; None if none of them does.

        They are pickled here: else Dask would look for tasks in them, value by value.
        """
        found = [one.data for one in self.batches if one.data is not None]
        return pickle.dumps(found, pickle.HIGHEST_PROTOCOL) if found else None

    def results(self, answers: Iterable[Any] = ()) -> Iterator[Result]:
        """Yield the results of all batches; the answers are in the order of the data."""
        given = iter(answers)
        for one in self.batches:
            yield one.finish(None if one.data is None else next(given))


def groups(batches: Iterable[Carried[Result]], first: int) -> Iterator[Group[Result]]:
    """Yield groups of batches: as many as `first` of one each, then larger ones.

    So a little work is shared among all workers, and much work costs few messages.
    """
    group: list[Carried[Result]] = []
    done = size = 0
    for one in batches:
        group.append(one)
        size += one.size
        if len(group) >= _wanted(done, first) or size >= _BYTES:
            yield Group(group)
            group, size = [], 0
            done += 1
    if group:
        yield Group(group)


def _wanted(done: int, first: int) -> int:
    """Return how many batches the next group has, after so many groups: 1, 2, 4 … for `first` groups each."""
    return min(LARGEST, 1 << min(done // first, LARGEST))
