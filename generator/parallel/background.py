"""Run one function in a second process while this process goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, NamedTuple, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class _Call(NamedTuple, Generic[Result]):
    """The job of calling a function once, for an empty batch."""

    function: Callable[[], Result]

    def open(self) -> Callable[[tuple[()]], Result]:
        return lambda _: self.function()


@contextmanager
def in_background(
    function: Callable[Parameters, Result], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Iterator[Callable[[], Result]]:
    """Start a function in a second process, and yield a function that waits for its result.

    The function runs in this process, when its result is asked for, if starting a process takes long
    (no fork) or if the process dies. The result must be picklable. Raises what the function raises.
    """

    def here() -> Result:
        return function(*arguments, **named)

    if sys.platform != "linux":
        yield here
        return
    # Late: most archives are too small for this.
    from generator.parallel.worker_pool import DeadWorkerError, WorkerPool

    def result() -> Result:
        try:
            return pool.receive()  # type: ignore[no-any-return]
        except DeadWorkerError:
            return here()

    pool = WorkerPool(_Call(here), 1)
    try:
        pool.send(())
        yield result
    finally:
        pool.kill()
