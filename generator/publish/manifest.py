"""Read and write manifests: the lists of the files that we put at a target.

With a manifest only files that differ are sent, and only our files are removed.
It is text in UTF-8. The first line is `backfile-manifest 1 FINGERPRINT`. Each
other line is a file, `DIGEST SIZE PATH`, in the order of folders and names. The
digest is 32 hexadecimal digits, or `-` if the bytes are not known. In a path,
backslash and line ends are escaped as in C.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.system.files import replacing

_HEAD = "backfile-manifest 1"
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_PLAIN = {escaped: plain for plain, escaped in _ESCAPES.items()}
_SPECIAL = re.compile(r"[\\\n\r]")
_ESCAPED = re.compile(r"\\.")


class Entry(NamedTuple):
    """A file: its path, the digest of its bytes (None: not known), its size in bytes."""

    path: str
    digest: bytes | None
    size: int


def is_unicode(path: str) -> bool:
    """Return whether a path from a file system or a git tree is Unicode, like those of all outputs."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_manifest(file: Path, fingerprint: str, entries: Iterable[Entry]) -> None:
    """Replace a manifest file as a whole. Raises OSError."""
    with replacing(file) as new, open(new, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{_HEAD} {fingerprint}\n")
        stream.writelines(_line(entry) for entry in entries)


def _line(entry: Entry) -> str:
    digest = entry.digest.hex() if entry.digest is not None else "-"
    return f"{digest} {entry.size} {escaped(entry.path)}\n"


def escaped(path: str) -> str:
    """Return a path without line ends."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], path)


def unescaped(text: str) -> str:
    """Return the path that was escaped."""
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[0], found[0]), text) if "\\" in text else text


def read_fingerprint(file: Path) -> str:
    """Return the fingerprint in a manifest; "" if there is no such file."""
    try:
        with open(file, encoding="utf-8", newline="\n") as stream:
            return _fingerprint(file, stream.readline(200))
    except FileNotFoundError:
        return ""


def read_manifest(file: Path) -> Iterator[Entry]:
    """Yield the files of a manifest; none if there is no such file. Raises BackfileError for a bad one."""
    try:
        stream = open(file, encoding="utf-8", newline="\n")  # noqa: SIM115
    except FileNotFoundError:
        return
    with stream:
        _fingerprint(file, stream.readline())
        for line in stream:
            digest, _, rest = line.rstrip("\n").partition(" ")
            size, _, path = rest.partition(" ")
            try:
                known = None if digest == "-" else bytes.fromhex(digest)
                yield Entry(_path(path), known, int(size))
            except ValueError:
                raise _damaged(file) from None


def write_paths(file: Path, paths: Iterable[str], *, append: bool = False) -> None:
    """Write a list of paths, one a line, or `append` to it. Raises OSError."""
    with open(file, "a" if append else "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{escaped(path)}\n" for path in paths)


def read_paths(file: Path) -> Iterator[str]:
    """Yield the paths of such a list; none if there is no such file. Raises BackfileError for a bad one."""
    if not file.is_file():
        return
    with open(file, encoding="utf-8", newline="\n") as stream:
        for line in stream:
            try:
                yield _path(line.removesuffix("\n"))
            except ValueError:
                raise _damaged(file) from None


def _path(text: str) -> str:
    """Return an unescaped path; ValueError if it leads out of the target: others may write manifests."""
    path = unescaped(text)
    if not path or path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise ValueError(path)
    return path


def _fingerprint(file: Path, head: str) -> str:
    start, _, fingerprint = head.rstrip("\n").rpartition(" ")
    if start != _HEAD:
        raise _damaged(file)
    return fingerprint


def _damaged(file: Path) -> BackfileError:
    return BackfileError(
        f"{file}: this manifest is damaged, or from a different version of Backfile; delete it at the "
        "target, and all files are sent again (old files stay there)"
    )
