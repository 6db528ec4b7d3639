"""Compares outputs that have got another time with what was written, in workers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.ledger.damaged_outputs import Retimed
from generator.system.files import read_file

#: Outputs that a worker compares at a time.
BATCH = 256
#: Bytes up to which a file is read at once, which takes less time.
_SMALL = 1 << 20


class ComparisonJob(NamedTuple):
    """Finds the files below `output` that have the bytes which the ledger knows."""

    output: str

    def open(self) -> Callable[[Sequence[Retimed]], list[Retimed]]:
        """Return the function that compares a batch."""
        return lambda batch: [one for one in batch if self._is_same(one)]

    def _is_same(self, one: Retimed) -> bool:
        """Tell whether a file has the digest it had; one that can't be read or has gone has not."""
        try:
            return _digest(f"{self.output}/{one.folder}{one.name}") == one.digest
        except OSError:
            return False


def _digest(file: str) -> bytes:
    data, _ = read_file(file, _SMALL)
    if data is not None:
        return content_digest(data)
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()[:16]
