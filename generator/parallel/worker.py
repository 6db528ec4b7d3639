"""What a worker process does: it answers batch after batch, and ends when its parent does."""

from __future__ import annotations

import os
import pickle
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Protocol

from generator.core.errors import BackfileError
from generator.system.signals import leave_to_parent


class _Opens(Protocol):
    def open(self) -> Callable[[Any], Any]: ...


def work(
    pipe: Connection, others: list[Connection], job: _Opens, opened: Callable[[Any], Any] | None
) -> None:
    """Answer batches until None comes. `others` are ends of pipes that a fork has and that are not its own.

    A batch is answered by (True, result) or (False, the exception that it raised).
    """
    try:
        _answer(pipe, others, job, opened)
    except BaseException:  # no memory to start, or to answer, or nobody to answer to
        os._exit(1)  # The parent sees the end of the pipe, and tells.


def _answer(
    pipe: Connection, others: list[Connection], job: _Opens, opened: Callable[[Any], Any] | None
) -> None:
    leave_to_parent()
    for other in others:
        other.close()
    batches: SimpleQueue[Any] = SimpleQueue()
    # A thread takes batches in, so that neither side ever waits to write to one who waits to write;
    # and it sees that the parent is gone while a batch is still at work.
    threading.Thread(target=_listen, args=(pipe, batches), daemon=True).start()
    function = opened
    while (batch := batches.get()) is not None:
        try:
            function = function or job.open()
            answer = pickle.dumps((True, function(batch)))
        except BaseException as error:  # whatever it is, the parent has to learn of it
            answer = pickle.dumps((False, _told(error)))
        pipe.send_bytes(answer)


def _listen(pipe: Connection, batches: SimpleQueue[Any]) -> None:
    try:
        while (batch := pipe.recv()) is not None:
            batches.put(batch)
        batches.put(None)
    except (EOFError, OSError):
        # The parent was killed. The next build may be at work already: nothing may be written any more.
        os._exit(1)


def _told(error: BaseException) -> BaseException:
    """Return an exception that can be sent, with the worker's traceback where it is no message to a user."""
    if not isinstance(error, Exception):
        return BackfileError(f"{_culprit(error)} tried to end the program ({error!r}); nothing was published")
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301, our own
    except Exception:  # one whose constructor wants other arguments, say
        error = (BackfileError if isinstance(error, BackfileError) else RuntimeError)(str(error))
    if not isinstance(error, BackfileError):
        error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
    return error


def _culprit(error: BaseException) -> str:
    """Return the file and line that raised an exception."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"
