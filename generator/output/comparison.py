"""Compare outputs whose modification time changed with the digests in the ledger, in workers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.core.digests import content_digest
from generator.ledger.damaged_outputs import Retimed
from generator.system.files import read_file

#: Outputs that a worker compares at a time.
BATCH = 256
#: Bytes up to which a file is read at once, which is faster.
_SMALL = 1 << 20


class ComparisonJob(NamedTuple):
    """Finds the files below `output` that still have the digests of the ledger."""

    output: str

    def open(self) -> Callable[[Sequence[Retimed]], list[Retimed]]:
        """Return the function that compares a batch."""
        return lambda batch: [one for one in batch if self._is_same(one)]

    def _is_same(self, one: Retimed) -> bool:
        """Return whether a file has its old digest; False if it can't be read or is missing."""
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
