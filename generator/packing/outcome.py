"""Tell what was moved into packs or out of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from generator.core.model import Problem


@dataclass
class Outcome:
    """The result of packing or unpacking.

    `months` are numbers of posts that were moved, by month; `kept` numbers of posts that stay where they are,
    by the reason, a noun phrase; `problems` are those because of which posts could not be moved.
    """

    months: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
