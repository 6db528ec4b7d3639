"""Ctrl-C and its like: an exception that cleans up on its way out, and one short sentence at the end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

#: What ends a build that somebody has no more use for: Ctrl-C, `kill`, a terminal that was closed.
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: Until an exception that got lost is raised again, in seconds.
_AGAIN = 0.01


class Interruption(BaseException):
    """A signal came. No mistake, and nothing for an `except Exception`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        #: As shells tell that a program was ended by a signal.
        self.exit_code = 128 + number


def listen() -> None:
    """Make signals raise Interruption in the main thread; a second one of the same kind ends it at once."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _raise)
    sys.unraisablehook = _raise_again


def _raise(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Interruption(number)


def _raise_again(lost: Any) -> None:
    """Raise an interruption once more that came while an object was being destroyed, and went no further."""
    if not isinstance(lost.exc_value, Interruption):
        sys.__unraisablehook__(lost)
    elif hasattr(signal, "setitimer"):
        number = lost.exc_value.exit_code - 128
        signal.signal(signal.SIGALRM, lambda _, frame: _raise(number, frame))
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold signals back meanwhile, from this thread and from processes that it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_to_parent() -> None:
    """In a worker: pass over Ctrl-C, which a terminal sends to all; let go what is held back."""
    sys.unraisablehook = sys.__unraisablehook__
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
