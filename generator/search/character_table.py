"""Keep a number for each character of the basic plane, found when the character is first met.

An archive has some thousands of characters; finding the numbers of all 65,536 would
cost each process a third of a second.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

#: Characters of the basic plane.
BMP = 0x10000


class CharacterTable:
    """Numbers of characters. `find` returns that of a code point, which never is `unknown`."""

    def __init__(self, find: Callable[[int], int], unknown: int, dtype: DTypeLike) -> None:
        self._find = find
        self._unknown = unknown
        self._numbers = np.full(BMP, unknown, dtype=dtype)

    def of(self, codes: NDArray[Any]) -> NDArray[Any]:
        """Return the number of each code point, all of which are below BMP."""
        found: NDArray[Any] = self._numbers[codes]
        new = found == self._unknown
        if new.any():
            for code in np.unique(codes[new]).tolist():
                self._numbers[code] = self._find(code)
            found = self._numbers[codes]
        return found
