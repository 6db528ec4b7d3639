"""Write bad records, byte for byte, to a file in which users can correct and import them."""

from __future__ import annotations

import filecmp
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

#: The ending of such a file's own name, so that the file for its bad records gets no longer name.
_OWN = re.compile(r"\.bad(?:-[0-9]+)?$")


class RejectFile:
    """Writes the bad records of a file into a folder. Without bad records there is no file.

    `head` are the bytes at the start of the file, `end` those at the end of each record.
    """

    def __init__(self, folder: Path, source: Path, head: bytes, end: bytes, *, dry: bool = False) -> None:
        self._folder = folder
        self._stem, self._suffix = _OWN.sub("", source.stem), source.suffix
        self._head, self._end = head, end
        self._dry = dry
        self._temporary = folder / f".{secrets.token_hex(8)}.tmp"
        self._stream: BinaryIO | None = None

    def write(self, raw: Iterable[bytes]) -> None:
        """Write the bytes of a record."""
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
        """Give the file its name and return it; "" if there were no bad records.

        It never overwrites an older file, which may contain corrections, but
        takes the next free name.
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

    def discard(self) -> None:
        """Delete the file, when an import is interrupted."""
        if self._stream:
            self._stream.close()
            self._temporary.unlink(missing_ok=True)

    def _name(self, number: int) -> Path:
        mark = f"bad-{number}" if number > 1 else "bad"
        return self._folder / f"{self._stem}.{mark}{self._suffix}"
