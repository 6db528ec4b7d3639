"""A side file that keeps records which could not be imported, byte for byte, to be mended and imported."""

from __future__ import annotations

import filecmp
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

#: What a side file's own name ends in, so that one of its own bad records has a name as short.
_OWN = re.compile(r"\.bad(?:-[0-9]+)?$")


class Rejects:
    """Keeps bad records of a file in a folder. Nothing is written, and no file made, before the first.

    `head` is what the file starts with, `end` what its records end with.
    """

    def __init__(self, folder: Path, source: Path, head: bytes, end: bytes, *, dry: bool = False) -> None:
        self._folder = folder
        self._stem, self._suffix = _OWN.sub("", source.stem), source.suffix
        self._head, self._end = head, end
        self._dry = dry
        self._temporary = folder / f".{secrets.token_hex(8)}.tmp"
        self._stream: BinaryIO | None = None

    def keep(self, raw: Iterable[bytes]) -> None:
        """Keep the bytes of a record."""
        if self._dry:
            return
        if not self._stream:
            self._stream = open(self._temporary, "wb")  # noqa: SIM115, closed by `finish`
            self._stream.write(self._head)
        last = b""
        for last in raw:
            self._stream.write(last)
        if not last.endswith(self._end):
            self._stream.write(self._end)

    def finish(self) -> str:
        """Give the file its name and return it; "" if there was nothing to keep.

        A side file that is there already may have been mended by now, so it is
        never written over: the next name that is free is taken.
        """
        if not self._stream:
            return ""
        self._stream.close()
        number = 1
        while os.path.lexists(name := self._name(number)):
            if name.is_file() and filecmp.cmp(name, self._temporary, shallow=False):
                self._temporary.unlink()
                return str(name)
            number += 1
        self._temporary.rename(name)
        return str(name)

    def drop(self) -> None:
        """Forget everything, when an import is broken off."""
        if self._stream:
            self._stream.close()
            self._temporary.unlink(missing_ok=True)

    def _name(self, number: int) -> Path:
        mark = f"bad-{number}" if number > 1 else "bad"
        return self._folder / f"{self._stem}.{mark}{self._suffix}"
