"""Jobs for the executor of a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.parallel.portable import Carried


class Doubling(NamedTuple):
    """Doubles numbers, but a worker that gets the number `deadly` is killed, and `wrong` is a mistake."""

    deadly: int = -1
    wrong: int = -1

    def open(self) -> Callable[[int], int]:
        return self._double

    def _double(self, number: int) -> int:
        if number == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == self.wrong:
            raise BackfileError(f"{number} is wrong")
        return 2 * number

    @property
    def job(self) -> Doubling:
        return self

    def carrier(self) -> Doubling:
        return self

    def load(self, number: int) -> Carried[int]:
        """Odd numbers need no worker."""
        odd = number % 2
        return Carried(None if odd else number, 1, lambda answer: 2 * number if odd else answer)
