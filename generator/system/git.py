"""Read from git's index which object each file in its work tree had, and at which size and time.

A fresh clone gives every file a new time, so that all of them look changed.
But git has just written them, and its index says from which objects.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple, cast

#: Seconds after which git is killed. It lists a million files in less than 1 s; reading the list takes 5 s.
TIMEOUT = 60.0
_CHUNK = 1 << 20
#: Bytes that no entry of a listing has.
_TOO_LONG = 1 << 16

#: Variables by which git would use a different work tree than that of the folder, or read paths differently.
GIT_VARIABLES = re.compile(
    r"GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|ATTR_SOURCE|TRACE.*|.*_PATHSPECS)"
)

#: Files whose bytes are those of their objects, without a filter. Line ends may differ: then the size does.
_PATHSPEC = ":(attr:!filter !ident !working-tree-encoding)content"
_UNKNOWN_FORM = "it lists files in a format that this program does not know"
#: `--stage -v --debug -z` (git-ls-files(1)): the flag H is for a file that is neither assumed unchanged nor
#: left out of a sparse checkout. The format of `--debug` may change; then no entry matches.
_ENTRY = re.compile(
    rb"([A-Za-z?]) ([0-7]{6}) ([0-9a-f]{40,64}) ([0-3])\t([^\0]+)\0"
    rb"  ctime: \d+:\d+\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: \d+\n  uid: \d+\tgid: \d+\n"
    rb"  size: (\d+)\tflags: [0-9a-f]+\n"
)


class Tracked(NamedTuple):
    """A file whose bytes were those of an object when it had this size and time.

    `path` is relative to the folder that was asked for, with forward slashes.
    """

    path: str
    size: int
    mtime_ns: int
    object_id: bytes


class CheckoutError(Exception):
    """Git could not answer. The user need not do anything: the files are read instead."""


def is_checkout(folder: Path) -> bool:
    """Return whether a folder seems to be in a work tree of git."""
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def tracked(folder: Path) -> Iterator[Tracked]:
    """Yield the entries of git's index for the files under `folder`/content that are reliable.

    The work tree is not read: the caller has to compare each file's state with
    the entry. Files that are not older than git's index are left out, since they
    may have been changed after git saw them without getting a different time
    (racy-git in git's documentation); git itself writes a size of 0 for such
    files that it finds. Raises CheckoutError, perhaps after some entries were
    yielded; then none of them is valid.
    """
    with _git(folder, "rev-parse", "--git-path", "index") as stream:
        index = os.fsdecode(stream.read().removesuffix(b"\n"))
    try:
        written = (folder / index).stat().st_mtime_ns
    except OSError:
        return
    listing = ("ls-files", "--stage", "-v", "--debug", "-z", "--", _PATHSPEC)
    with _git(folder, *listing) as stream:
        for entry in _entries(stream):
            if entry.size > 0 and entry.mtime_ns < written:
                yield entry


def _entries(stream: IO[bytes]) -> Iterator[Tracked]:
    """Yield the plain files of a listing. Names may contain any byte but NUL, so entries must be adjacent."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        data, end = rest + chunk, 0
        for match in _ENTRY.finditer(data):
            if match.start() != end:
                raise CheckoutError(_UNKNOWN_FORM)
            end = match.end()
            flag, mode, object_id, stage, name, seconds, nanoseconds, size = match.groups()
            if flag == b"H" and mode.startswith(b"100") and stage == b"0":
                state = int(size), int(seconds) * 1_000_000_000 + int(nanoseconds)
                with suppress(UnicodeDecodeError):  # no such name is in the index
                    yield Tracked(name.decode(), *state, bytes.fromhex(object_id.decode()))
        rest = data[end:]
        if len(rest) > _TOO_LONG:
            raise CheckoutError(_UNKNOWN_FORM)


@contextmanager
def _git(folder: Path, *arguments: str) -> Iterator[IO[bytes]]:
    """Yield the output of a git command. Raises CheckoutError if it fails, is missing, or takes too long."""
    command = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", *arguments)
    environment = {name: value for name, value in os.environ.items() if not GIT_VARIABLES.fullmatch(name)}
    try:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, env=environment | {"LC_ALL": "C"}, process_group=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise CheckoutError(f"it can't be run ({error.strerror})") from None
    answer, errors = cast("IO[bytes]", process.stdout), cast("IO[bytes]", process.stderr)
    with process, _time_limit(process):
        yield answer
        said = errors.read().decode("utf-8", "replace").partition("\n")[0]
        if process.wait() == -signal.SIGKILL:
            raise CheckoutError(f"it did not answer within {TIMEOUT:g} seconds")
        if process.returncode:
            raise CheckoutError(said or f"it ended with {process.returncode}")


@contextmanager
def _time_limit(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a process, and all that it started, when it takes too long or is no longer needed."""

    def kill() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(TIMEOUT, kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        kill()
