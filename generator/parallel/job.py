"""Declare the interface of work that is sent to workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

BatchIn = TypeVar("BatchIn", contravariant=True)
ResultOut = TypeVar("ResultOut", covariant=True)


class Job(Protocol[BatchIn, ResultOut]):
    """Work that can be sent to a worker: opened once there, then called with batch after batch."""

    def open(self) -> Callable[[BatchIn], ResultOut]:
        """Make the function that does the work, with whatever it needs loaded."""
