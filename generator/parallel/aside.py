"""One function in a process beside this one, while this one goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@contextmanager
def aside(
    function: Callable[Given, Answer], *arguments: Given.args, **named: Given.kwargs
) -> Iterator[Callable[[], Answer]]:
    """Start a function in another process; what is yielded waits for its answer.

    Where starting a process takes long (no fork), it runs here when it is waited for.
    Both function and answer must be picklable. Raises what the function raises.
    """
    if sys.platform != "linux":
        yield lambda: function(*arguments, **named)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool.submit(function, *arguments, **named).result
