"""Turn Ctrl-C and other signals into an exception, so that a program that is stopped cleans up first."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

#: The signals that stop a build: Ctrl-C, `kill`, a terminal that was closed.
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
#: Seconds until an exception that Python ignored is raised again.
_RETRY = 0.01


class Interruption(BaseException):
    """A signal stopped the program. It is no error, so `except Exception` does not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        #: The exit code of shells for a program that a signal ended.
        self.exit_code = 128 + number


def listen() -> None:
    """Make signals raise Interruption in the main thread; the same signal again ends the program at once."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _raise)
    sys.unraisablehook = _raise_again


def _raise(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Interruption(number)


def _raise_again(ignored: Any) -> None:
    """Raise an interruption again that Python ignored, since it came while an object was being destroyed."""
    if not isinstance(ignored.exc_value, Interruption):
        sys.__unraisablehook__(ignored)
    elif hasattr(signal, "setitimer"):
        number = ignored.exc_value.exit_code - 128
        signal.signal(signal.SIGALRM, lambda _, frame: _raise(number, frame))
        signal.setitimer(signal.ITIMER_REAL, _RETRY)


@contextmanager
def block_signals() -> Iterator[None]:
    """Block the signals inside the `with`, for this thread and for processes that it starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def set_worker_signals() -> None:
    """In a worker: ignore Ctrl-C, which a terminal sends to all processes, and unblock the other signals."""
    sys.unraisablehook = sys.__unraisablehook__
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
