"""What git remembers of the files in its work tree: their object ids, and the state in which it saw them.

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

#: Seconds after which git is given up. It lists a million files in less than one; taking them in takes five.
PATIENCE = 60.0
_CHUNK = 1 << 20
#: Bytes that an entry of a listing can't have.
_TOO_LONG = 1 << 16

#: Variables that point git elsewhere than to the work tree around a folder, or say what a path means.
MISLEADING = re.compile(r"GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|ATTR_SOURCE|TRACE.*|.*_PATHSPECS)")

#: Files between whose objects and bytes no filter stands. Ends of lines may: they show in the size.
_PATHSPEC = ":(attr:!filter !ident !working-tree-encoding)content"
_UNKNOWN_FORM = "it lists files in a form that is not known here"
#: `--stage -v --debug -z` (git-ls-files(1)): the flag H is for a file that is neither assumed unchanged nor
#: left out of a sparse checkout. `--debug` may change its form; then nothing is found.
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
    """Git could not be asked. No mistake of the user's: what git does not say is found by reading."""


def is_checkout(folder: Path) -> bool:
    """Tell whether a folder seems to lie in a work tree of git."""
    return any((parent / ".git").exists() for parent in (folder, *folder.parents))


def tracked(folder: Path) -> Iterator[Tracked]:
    """Yield what git's index says of the files under `folder`/content, as far as it can be relied upon.

    The work tree is not looked at: whether a file still has the state that git
    saw is for the caller to compare. Left out are files that are not older than
    git's index, since they may have been changed after git saw them without
    getting another time (racy-git in git's documentation); git itself writes a
    size of 0 for those it found so. Raises CheckoutError, perhaps after some
    were yielded; then none of them count.
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
    """Yield the plain files of a listing. Names may hold anything but NUL, so entries must follow closely."""
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
    """Yield what a git command says; raise CheckoutError when it fails, is not there, or takes for ever."""
    command = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", *arguments)
    surroundings = {name: value for name, value in os.environ.items() if not MISLEADING.fullmatch(name)}
    try:
        process = subprocess.Popen(  # noqa: S603
            command, cwd=folder, env=surroundings | {"LC_ALL": "C"}, process_group=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise CheckoutError(f"it can't be run ({error.strerror})") from None
    answer, errors = cast("IO[bytes]", process.stdout), cast("IO[bytes]", process.stderr)
    with process, _bounded(process):
        yield answer
        said = errors.read().decode("utf-8", "replace").partition("\n")[0]
        if process.wait() == -signal.SIGKILL:
            raise CheckoutError(f"it did not answer within {PATIENCE:g} seconds")
        if process.returncode:
            raise CheckoutError(said or f"it ended with {process.returncode}")


@contextmanager
def _bounded(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill a process, and all that it started, when it takes too long or is no longer needed."""

    def kill() -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(PATIENCE, kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        kill()
