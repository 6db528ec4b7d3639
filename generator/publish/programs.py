"""Run rsync and git; return their exit codes and their output."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

from generator.core.errors import BackfileError
from generator.system.git import GIT_VARIABLES


class ProgramResult(NamedTuple):
    """The exit code of a program, its standard output and its standard error."""

    code: int
    out: bytes
    err: str

    def error_line(self) -> str:
        """Return the line of standard error that most likely names the cause."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        marked = [
            line for line in lines if line.startswith(("fatal:", "error:", "remote:", "rsync: ", "@ERROR"))
        ]
        return (marked or lines or [f"exit code {self.code}"])[0]


def run(
    command: Sequence[str | Path], lock: int, *, folder: Path | None = None,
    environment: Mapping[str, str] | None = None, stdin: Iterable[bytes] = (),
    on_line: Callable[[bytes], None] | None = None,
) -> ProgramResult:  # fmt: skip
    """Run a program to its end, with the bytes of `stdin` as its standard input.

    `on_line` gets each line of its output at once; then `stdin` must be empty.
    The program shares the descriptor of the lock, so that nobody publishes or
    builds while it still runs, even if this process is killed.
    Raises BackfileError if the program can't be started.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(  # noqa: S603
                command, cwd=folder, pass_fds=(lock,),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE if on_line else out, stderr=err,
                env={**_environment(), **(environment or {}), "LC_ALL": "C"},
            )  # fmt: skip
        except OSError as error:
            raise BackfileError(f"{command[0]} can't be run ({error.strerror}); install it") from None
        with process:
            try:
                _exchange(process, stdin, on_line)
                code = process.wait()
            except BaseException:
                process.kill()
                _close_input(process)
                raise
        return ProgramResult(code, _contents(out), _contents(err).decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    """Return the variables of this process without those that make git use another repository."""
    return {name: value for name, value in os.environ.items() if not GIT_VARIABLES.fullmatch(name)}


def _exchange(
    process: subprocess.Popen[bytes], stdin: Iterable[bytes], on_line: Callable[[bytes], None] | None
) -> None:
    stream = process.stdin
    if stream:
        try:
            stream.writelines(stdin)
            stream.close()
        except BrokenPipeError:
            _close_input(process)  # The program has ended; its exit code says why.
    for line in process.stdout or ():
        if on_line:
            on_line(line.rstrip(b"\n"))


def _close_input(process: subprocess.Popen[bytes]) -> None:
    """Close the standard input of a program; unsent bytes are lost, which is no error."""
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()


def _contents(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()
