"""Limit how much one run asks for: pictures, bytes, or time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9}
_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


class Limit(NamedTuple):
    """The most that a run asks for; None for no limit."""

    pictures: int | None = None
    bytes: int | None = None
    seconds: float | None = None

    def is_reached(self, pictures: int, size: int, seconds: float) -> bool:
        """Return whether a run that asked for so much may not ask for more."""
        spent = ((self.pictures, pictures), (self.bytes, size), (self.seconds, seconds))
        return any(most is not None and used >= most for most, used in spent)


NO_LIMIT = Limit()


def parse_limit(words: Iterable[str]) -> Limit:
    """Return the limit that words name: `500` (pictures), `200MB`, `10m`. Raises ValueError, with a cure."""
    limit = NO_LIMIT
    for word in words:
        found = _AMOUNT.fullmatch(word.strip())
        unit = found[2].lower() if found else "?"
        if found and not unit:
            limit = limit._replace(pictures=int(float(found[1])))
        elif found and unit in _BYTES:
            limit = limit._replace(bytes=int(float(found[1]) * _BYTES[unit]))
        elif found and unit in _SECONDS:
            limit = limit._replace(seconds=float(found[1]) * _SECONDS[unit])
        else:
            raise ValueError(f"{word!r} is no limit; write a number of pictures (500), or 200MB, 10m or 2h")
    return limit
