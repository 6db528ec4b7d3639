"""Have pictures judged by processes of their own (`decode_process`), and end those that take too long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import NamedTuple

#: Bytes of memory for the program itself, and for each pixel: two copies of four bytes.
_BASE, _A_PIXEL = 700_000_000, 8
#: Seconds in which a picture has to be decoded.
_TIMEOUT = 20.0
_PROCESSES = 2


class Verdict(NamedTuple):
    """What a picture is; or, with a `why`, why it is not kept. `final`: the same bytes will never be."""

    type: str = ""
    width: int = 0
    height: int = 0
    still: bool = False
    why: str = ""
    final: bool = False


class Decoder:
    """Judges pictures. It may be used by several threads."""

    def __init__(self, max_pixels: int, timeout: float = _TIMEOUT) -> None:
        self._arguments = (str(max_pixels), str(_BASE + max_pixels * _A_PIXEL))
        self._timeout = timeout
        self._started: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        for _ in range(_PROCESSES):
            self._idle.put(None)

    def judge(self, data: bytes) -> Verdict:
        """Return what a picture is. A process that crashes or hangs on it is a verdict, too."""
        process = self._idle.get()
        try:
            process = process or self._start()
            verdict = self._ask(process, data)
        except BaseException:
            if process:
                process.kill()
            self._idle.put(None)  # Another picture may have the place of this process.
            raise
        self._idle.put(None if verdict is None else process)
        if verdict is not None:
            return verdict
        self._started.remove(process)
        _end(process)
        return Verdict(why="it can't be decoded in the memory and time that there is", final=True)

    def close(self) -> None:
        """End the processes, also those at work."""
        for process in self._started:
            _end(process)
        self._started.clear()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "generator.fetching.decode_process", *self._arguments]
        top = str(Path(__file__).parent.parent.parent)
        path = os.pathsep.join(filter(None, (top, os.environ.get("PYTHONPATH", ""))))
        process = subprocess.Popen(  # noqa: S603, the command is the program's own
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._started.append(process)
        return process

    def _ask(self, process: subprocess.Popen[bytes], data: bytes) -> Verdict | None:
        """Return the verdict of a process; None for one that ended."""
        alarm = Timer(self._timeout, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            assert process.stdin  # noqa: S101, a pipe
            assert process.stdout  # noqa: S101
            process.stdin.write(len(data).to_bytes(8, "big") + data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            return None
        finally:
            alarm.cancel()
        return Verdict(**json.loads(line)) if line.endswith(b"\n") else None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):
                stream.close()
    process.wait()
