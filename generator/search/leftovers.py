"""Find the files of an index that the ledger no longer knows, because it was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.ledger.outputs import Output
from generator.search.documents import OWNER
from generator.search.head import digest

_NAME = re.compile(r"(?:head-|docs-|frequent-)?([0-9a-f]{16})\.(?:bin|json)")


def leftovers(output: Path) -> Iterator[Output]:
    """Yield the files of segments in an output folder, as outputs that are stale.

    Only a file whose name has the digest of its bytes is one: nobody else's file is taken for ours.
    """
    for path in sorted(output.glob("search/*/*")):
        found = _NAME.fullmatch(path.name)
        if found and path.is_file() and digest(path.read_bytes()).hex() == found[1]:
            state = path.stat()
            name = path.relative_to(output).as_posix()
            yield Output(name, OWNER, path.parent.name, b"", b"", state.st_size, state.st_mtime_ns)
