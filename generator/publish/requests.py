"""Send many requests at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

#: Requests at a time.
_AT_ONCE = 64

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(
    work: Callable[[Item], Result], items: Iterable[Item], number: int = _AT_ONCE
) -> Iterator[Result]:
    """Do some work for a number of items at a time, and yield results as they come.

    Raises what the work raises.
    """
    stream = iter(items)
    with ThreadPoolExecutor(number) as pool:
        try:
            running: set[Future[Result]] = {pool.submit(work, one) for one in islice(stream, number)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()
                running |= {pool.submit(work, one) for one in islice(stream, len(done))}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def in_order(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Do the same for a few items, and yield results in their order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(work, items)
