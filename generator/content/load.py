"""Read the bytes of a file under `content/`; some files need no more than that."""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from generator.content.outcome import Outcome, Request, gone, too_large, unreadable
from generator.system.files import open_file, read_file, same_state


class Loaded(NamedTuple):
    """The bytes of a post or page, and the time of its file in nanoseconds; 0 for a packed post."""

    request: Request
    data: bytes
    mtime_ns: int = 0


def load(root: str, request: Request, limit: int) -> Loaded | Outcome:
    """Return the bytes of a post or page below `root`; or the outcome, where there is nothing to parse.

    That is so for files beside posts, and for those that can't be read or have more bytes than the limit.
    """
    file = f"{root}/{request.path}"
    try:
        if request.role in ("file", "static"):
            return _hashed(file, request)
        data, state = read_file(file, limit)
    except (FileNotFoundError, NotADirectoryError):
        return gone(request)
    except OSError as error:
        return unreadable(request, error)
    if data is None:
        return too_large(request, state.st_size, state.st_mtime_ns, limit)
    return Loaded(request, data, state.st_mtime_ns)


def _hashed(file: str, request: Request) -> Outcome:
    with os.fdopen(open_file(file), "rb") as stream:
        state = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").digest()[:16]
        if not same_state(state, os.fstat(stream.fileno())):
            # A program is writing to the file. Until the write finishes, keep the indexed version.
            return Outcome(request.path, request.role, 0, 0, request.known, parsed=False)
    place = (request.path, request.role, state.st_size, state.st_mtime_ns, digest)
    return Outcome(*place, parsed=digest != request.known)
