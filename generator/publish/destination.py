"""Define the interface that every kind of target has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from generator.publish.manifest import Entry
from generator.publish.plan import Plan
from generator.publish.source import Source
from generator.reporting.report import Reporter


class TargetState(NamedTuple):
    """The files at a target, and the fingerprint of the output that was published last ("" if unknown).

    `uncertain` are paths that an interrupted publication may have written or
    removed; their contents are unknown.
    """

    fingerprint: str
    entries: Iterable[Entry]
    uncertain: Iterable[str] = ()


class Destination(Protocol):
    """A target. Raises BackfileError and OSError when it can't be reached, read or written to."""

    def read_state(self, source: Source) -> TargetState:
        """Return the state that the target itself records; change nothing there."""
        ...

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Bring the target up to date; return a sentence that says where the output is."""
        ...
