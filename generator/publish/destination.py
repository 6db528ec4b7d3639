"""What every kind of target can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from generator.publish.manifest import Entry
from generator.publish.plan import Plan
from generator.publish.source import Source
from generator.reporting.report import Reporter


class Known(NamedTuple):
    """What is known to be at a target: the fingerprint of the output that was published last ("": none).

    `uncertain` are paths of files that a publication may have left that was
    broken off: what they hold is not known.
    """

    fingerprint: str
    entries: Iterable[Entry]
    uncertain: Iterable[str] = ()


class Destination(Protocol):
    """A target. Raises BackfileError and OSError when it can't be reached, read or written to."""

    def known(self, source: Source) -> Known:
        """Return what is there, as the target itself tells; nothing is changed there."""
        ...

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Make the target hold the output; return where it is now, for a person to read."""
        ...
