"""Parse Range headers (RFC 9110, section 14) for bodies in memory; starlette does it for files."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ONE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)


def part_of(headers: Mapping[str, str], etag: str, size: int) -> range | None:
    """Return the requested bytes of a body; None for all of them; an empty range for none.

    The whole body is returned for several ranges at once, for an invalid range, and for a range of a
    different version of the body (`If-Range`). `size` is in bytes.
    """
    found = _ONE.fullmatch(headers.get("range", ""))
    if not found or headers.get("if-range", etag) != etag:
        return None
    first, last = found.groups()
    if first and last and int(first) > int(last):
        return None
    if first:
        return range(int(first), min(int(last) + 1, size) if last else size)
    return range(max(0, size - int(last)), size) if last else None
