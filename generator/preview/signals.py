"""Ctrl-C and its like while an event loop runs: a callback is told, where an exception might be swallowed.

An event loop passes over whatever a callback raises (asyncio, "Error Handling API"), but for two exceptions
that are not ours; a signal that met the loop in one of its callbacks would be lost, and the server stay.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from generator.system.signals import SIGNALS


class Signals:
    """Remembers a signal until there is something to be ended by it."""

    def __init__(self) -> None:
        self._came = False
        self._stop: Callable[[], None] | None = None

    def send_to(self, stop: Callable[[], None]) -> None:
        """Call `stop` when a signal comes, or at once when one came before; it may be called again."""
        self._stop = stop
        if self._came:
            stop()

    def hear(self, number: int, _: FrameType | None) -> None:
        """Take a signal; a second one of the same kind ends the process at once."""
        signal.signal(number, signal.SIG_DFL)
        self._came = True
        if self._stop:
            self._stop()


@contextmanager
def heard() -> Iterator[Signals]:
    """Hear signals meanwhile, but for those that the process was started to pass over (`nohup`)."""
    signals = Signals()
    heeded = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, signals.hear) for number in heeded}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
