"""Stop a server by Ctrl-C and similar signals: call a function, because an exception could be lost.

An event loop ignores exceptions of its callbacks (asyncio, "Error Handling API"), except for two that this
program does not raise. A signal that arrived during a callback would be lost, and the server would run on.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from generator.system.signals import SIGNALS


class Signals:
    """Remembers a signal until there is a function to call for it."""

    def __init__(self) -> None:
        self._arrived = False
        self._stop: Callable[[], None] | None = None

    def send_to(self, stop: Callable[[], None]) -> None:
        """Call `stop` when a signal arrives, or at once if one has arrived; it may be called twice."""
        self._stop = stop
        if self._arrived:
            stop()

    def receive(self, number: int, _: FrameType | None) -> None:
        """Handle a signal. A second signal of the same kind ends the process at once."""
        signal.signal(number, signal.SIG_DFL)
        self._arrived = True
        if self._stop:
            self._stop()


@contextmanager
def catch_signals() -> Iterator[Signals]:
    """Handle signals in the block, except those that the process was started to ignore (`nohup`)."""
    signals = Signals()
    handled = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, signals.receive) for number in handled}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
