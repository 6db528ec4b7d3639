"""Declare where workers elsewhere may put outputs, so that only digests come back to the build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from generator.kinds.kind import Phase
from generator.output.staging import Written


class NewOutput(NamedTuple):
    """An output to put. `present` is the digest of the bytes that are there now; empty if not known."""

    path: str
    phase: Phase
    data: bytes
    present: bytes


class Sink(Protocol):
    """A place that workers reach by themselves. It is sent to them, so it can be pickled."""

    def put(self, outputs: Sequence[NewOutput]) -> list[Written | None]:
        """Put outputs, but for those whose bytes are there already; None for each that is to come back.

        Raises BackfileError if that fails.
        """
        ...
