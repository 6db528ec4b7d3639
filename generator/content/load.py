"""Read the bytes of a file under `content/`; some files need no more than that."""

from __future__ import annotations

import hashlib
import os
from typing import NamedTuple

from generator.content.options import ReadOptions
from generator.content.outcome import Outcome, Request, gone, too_large, unreadable
from generator.pictures.beside import SUFFIXES, file_picture
from generator.system.files import open_file, read_file, same_state


class Loaded(NamedTuple):
    """The bytes of a post or page, and the time of its file in nanoseconds; 0 for a packed post."""

    request: Request
    data: bytes
    mtime_ns: int = 0


def load(root: str, request: Request, options: ReadOptions) -> Loaded | Outcome:
    """Return the bytes of a post or page below `root`; or the outcome, where there is nothing to parse.

    That is so for files beside posts, and for those that can't be read or have more bytes than they may have.
    """
    file = f"{root}/{request.path}"
    try:
        if request.role in ("file", "static"):
            return _hashed(file, request, options.max_pixels)
        data, state = read_file(file, options.max_bytes)
    except (FileNotFoundError, NotADirectoryError):
        return gone(request)
    except OSError as error:
        return unreadable(request, error)
    if data is None:
        return too_large(request, state.st_size, state.st_mtime_ns, options.max_bytes)
    return Loaded(request, data, state.st_mtime_ns)


def _hashed(file: str, request: Request, max_pixels: int) -> Outcome:
    picture = None
    with os.fdopen(open_file(file), "rb") as stream:
        state = os.fstat(stream.fileno())
        found = hashlib.file_digest(stream, "sha256")
        digest = found.digest()[:16]
        if max_pixels and digest != request.known and request.path.lower().endswith(SUFFIXES):
            stream.seek(0)
            picture = file_picture(stream, request.path, found.hexdigest(), max_pixels)
        if not same_state(state, os.fstat(stream.fileno())):
            # A program is writing to the file. Until the write finishes, keep the indexed version.
            return Outcome(request.path, request.role, 0, 0, request.known, parsed=False)
    place = (request.path, request.role, state.st_size, state.st_mtime_ns, digest)
    return Outcome(*place, parsed=digest != request.known, picture=picture)
