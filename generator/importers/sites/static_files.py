"""Copy files from the site's folder to content/static/ unchanged; write redirects there."""

from __future__ import annotations

import hashlib
import html
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from generator.core.errors import BackfileError
from generator.importers.article import RefusalError, key_of
from generator.importers.register import Entry, Register
from generator.importers.report import Outcome
from generator.importers.target import Archive
from generator.importers.writer import replacement_of
from generator.kinds.registry import reserved_by
from generator.system.files import open_file

_CHUNK = 1 << 20
_SCHEME = re.compile(r"[\s\x00-\x1f]*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_REDIRECT = """\
<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
<title>{target}</title>
</head>
<body><p><a href="{target}">{target}</a></p></body>
</html>
"""


class StaticFiles:
    """Copies files into an archive, by the same rules as for articles."""

    def __init__(self, archive: Archive, register: Register, *, update: bool, dry: bool) -> None:
        self._top = archive.root / "content" / "static"
        self._reserved = reserved_by(archive.config.permalink)
        self._register = register
        self._update = update
        self._dry = dry

    def copy(self, file: Path, path: str) -> Outcome:
        """Copy a file to a path of the site. Raises RefusalError, BackfileError, OSError."""
        digest = _digest(file)

        def write(stream: BinaryIO) -> None:
            with os.fdopen(open_file(str(file)), "rb") as source:
                while chunk := source.read(_CHUNK):
                    stream.write(chunk)

        return self._put(path, digest, write)

    def write(self, path: str, data: bytes) -> Outcome:
        """Write a file with these bytes. Raises the same errors."""
        return self._put(path, hashlib.sha256(data).digest()[:8], lambda stream: stream.write(data))

    def _put(self, path: str, digest: bytes, write: Callable[[BinaryIO], object]) -> Outcome:
        if self._reserved.has(path, for_file=True) or path == "index.html":
            raise RefusalError("import.made", f"Backfile makes /{path} itself", "nothing is to be done")
        target = self._target(path)
        key = key_of("file", path)
        outcome = self._outcome(target, digest, self._register.entry(key))
        if outcome in ("added", "updated") and not self._dry:
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacement_of(target) as temporary, open(temporary, "wb") as stream:
                write(stream)
        if outcome not in ("edited", "changed"):
            self._register.note(key, Entry(f"content/static/{path}", digest))
        return outcome

    def _target(self, path: str) -> Path:
        target = self._top / path
        inside = self._top.parent.resolve()
        if not target.parent.resolve().is_relative_to(inside):
            raise BackfileError(f"{target}: it leads out of the archive's content; nothing is written there")
        return target

    def _outcome(self, target: Path, digest: bytes, known: Entry | None) -> Outcome:
        """Decide what to do with a file."""
        if not os.path.lexists(target):
            if not known:
                return "added"
            return "present" if known.fresh else "removed"
        now = _digest(target) if target.is_file() and not target.is_symlink() else b""
        if now == digest:
            return "present"
        if not known or known.digest != now:
            return "edited"
        return "updated" if self._update else "changed"


def redirect_page(target: str) -> bytes:
    """Return a page that redirects to an address. Raises RefusalError if that could run a script."""
    plain = target.strip()
    if _SCHEME.match(plain) and not _WEB.match(plain):
        raise RefusalError("import.permalink", "redirect_to is no web address", "correct it")
    return _REDIRECT.format(target=html.escape(plain)).encode()


def _digest(file: Path) -> bytes:
    with os.fdopen(open_file(str(file)), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()[:8]
