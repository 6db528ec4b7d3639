"""Running rsync and git: what they are told, what they say, and how they end."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from generator.core.errors import BackfileError
from generator.system.git import MISLEADING


class Ended(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    out: bytes
    err: str

    def last_words(self) -> str:
        """Return the line in which programs usually say what went wrong."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        telling = [
            line for line in lines if line.startswith(("fatal:", "error:", "remote:", "rsync: ", "@ERROR"))
        ]
        return (telling or lines or [f"it ended with {self.code}"])[0]


def run(
    command: Sequence[str | Path], lock: int, *, folder: Path | None = None,
    environment: Mapping[str, str] | None = None, feed: Iterable[bytes] = (),
    hear: Callable[[bytes], None] | None = None,
) -> Ended:  # fmt: skip
    """Run a program to its end, with what is fed to its standard input.

    Lines of its output go to `hear` as they come, where that is given; then
    nothing may be fed. It shares the descriptor of the lock, so that nobody
    publishes or builds while it still runs, even if this process is killed.
    Raises BackfileError when there is no such program.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(  # noqa: S603
                command, cwd=folder, pass_fds=(lock,),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE if hear else out, stderr=err,
                env={**_surroundings(), **(environment or {}), "LC_ALL": "C"},
            )  # fmt: skip
        except OSError as error:
            raise BackfileError(f"{command[0]} can't be run ({error.strerror}); install it") from None
        with process:
            try:
                _talk(process, feed, hear)
                code = process.wait()
            except BaseException:
                process.kill()
                _let_go(process)
                raise
        return Ended(code, _said(out), _said(err).decode("utf-8", "replace"))


def _surroundings() -> dict[str, str]:
    """Return the variables of this process but those that point git elsewhere than it is told to."""
    return {name: value for name, value in os.environ.items() if not MISLEADING.fullmatch(name)}


def _talk(
    process: subprocess.Popen[bytes], feed: Iterable[bytes], hear: Callable[[bytes], None] | None
) -> None:
    stream = process.stdin
    if stream:
        try:
            stream.writelines(feed)
            stream.close()
        except BrokenPipeError:
            _let_go(process)  # It has ended, and its exit code says why.
    for line in process.stdout or ():
        if hear:
            hear(line.rstrip(b"\n"))


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Close what a program is fed by; what it was not fed yet is lost, and no reason to complain."""
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()


def _said(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()
