"""One function in a process beside this one, while this one goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, NamedTuple, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class _Call(NamedTuple, Generic[Answer]):
    """The job of calling a function once, for an empty batch."""

    function: Callable[[], Answer]

    def open(self) -> Callable[[tuple[()]], Answer]:
        return lambda _: self.function()


@contextmanager
def in_background(
    function: Callable[Given, Answer], *arguments: Given.args, **named: Given.kwargs
) -> Iterator[Callable[[], Answer]]:
    """Start a function in another process; what is yielded waits for its answer.

    Where starting a process takes long (no fork), or where the process dies, it
    runs here when it is waited for. The answer must be picklable. Raises what
    the function raises.
    """

    def here() -> Answer:
        return function(*arguments, **named)

    if sys.platform != "linux":
        yield here
        return
    # Late: most archives are too small for this.
    from generator.parallel.worker_pool import DeadWorkerError, WorkerPool

    def answer() -> Answer:
        try:
            return pool.answer()  # type: ignore[no-any-return]
        except DeadWorkerError:
            return here()

    pool = WorkerPool(_Call(here), 1)
    try:
        pool.ask(())
        yield answer
    finally:
        pool.kill()
