"""Answer batches in a worker process, until its parent sends None or ends."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from generator.parallel.job import Job
from generator.parallel.sendable import sendable
from generator.system.signals import set_worker_signals


def work(
    pipe: Connection, others: list[Connection], job: Job[Any, Any], opened: Callable[[Any], Any] | None
) -> None:
    """Answer batches until None comes. `others` are pipe ends of the parent, which a fork inherits.

    The answer to a batch is (True, result) or (False, the exception that it raised).
    """
    try:
        _answer(pipe, others, job, opened)
    except BaseException:  # no memory to start or to answer, or the parent is gone
        os._exit(1)  # The parent sees the end of the pipe, and reports it.


def _answer(
    pipe: Connection, others: list[Connection], job: Job[Any, Any], opened: Callable[[Any], Any] | None
) -> None:
    set_worker_signals()
    for other in others:
        other.close()
    batches: SimpleQueue[Any] = SimpleQueue()
    # A thread receives batches, so that parent and worker never both wait for the other to read;
    # and it notices the end of the parent while a batch is being worked on.
    threading.Thread(target=_listen, args=(pipe, batches), daemon=True).start()
    function = opened
    while (batch := batches.get()) is not None:
        try:
            function = function or job.open()
            answer = pickle.dumps((True, function(batch)))
        except BaseException as error:  # whatever it is, the parent has to know
            answer = pickle.dumps((False, sendable(error)))
        pipe.send_bytes(answer)


def _listen(pipe: Connection, batches: SimpleQueue[Any]) -> None:
    try:
        while (batch := pipe.recv()) is not None:
            batches.put(batch)
        batches.put(None)
    except (EOFError, OSError):
        # The parent was killed. The next build may be running already: nothing may be written any more.
        os._exit(1)
