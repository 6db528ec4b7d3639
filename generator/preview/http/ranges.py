"""Parts of bodies that are made on request (RFC 9110, section 14); those of files are starlette's matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ONE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)


def part_of(headers: Mapping[str, str], etag: str, size: int) -> range | None:
    """Return which bytes of a body of some size are asked for; None: all of it. No bytes: none such is there.

    Several parts at once are answered with the whole, as is a range that makes
    no sense, or one for another version of the body (`If-Range`).
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
