"""The goals that Backfile sets itself for speed, and how it does by them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import table
from tools import Tool
from trial import ADDED, COLD, UNCHANGED, Survey, Timing

MB_PER_MIB = 1.048576
# The sizes from which on goals hold: below, starting the programs weighs too much.
FAIR = 10_000
FULL = 100_000
HEAD = ("", "goal", "Backfile", "Hugo", "Hugo ÷ Backfile", "met")


@dataclass(frozen=True)
class Outcome:
    """What was measured of a tool at a size: in a survey, and in each round."""

    tool: Tool
    survey: Survey
    timings: Sequence[Timing]


@dataclass(frozen=True)
class Size:
    """What was measured of an archive; `peer` is None where Backfile was alone, for the reason `alone`.

    `added` is how many posts came in at once. A large archive has goals of its own.
    """

    posts: int
    large: bool
    added: int
    first: Outcome
    peer: Outcome | None
    alone: str = ""
    kept: bool = False
    """Whether former builds were put aside rather than deleted."""


@dataclass(frozen=True)
class Goal:
    """What is to be reached: at most `limit`, or, as a ratio of Hugo to Backfile, at least that."""

    text: str
    limit: float
    ratio: bool = False

    def verdict(self, value: float | None, ratio: float | None) -> str:
        judged = ratio if self.ratio else value
        if judged is None:
            return "unknown"
        return "yes" if (judged >= self.limit if self.ratio else judged <= self.limit) else "no"


@dataclass(frozen=True)
class Row:
    """One measure: what it is to be, how to get its values, one or one a round, and how to show one."""

    what: str
    goal: Goal | None
    values: Callable[[Outcome], table.Values]
    show: Callable[[float], str]

    def cells(self, size: Size) -> list[str]:
        first = self.values(size.first)
        peer = self.values(size.peer) if size.peer else []
        ratio = table.quotient(peer, first) if peer else None
        return [
            self.what,
            self.goal.text if self.goal else table.NOTHING,
            table.spread(first, self.show),
            size.alone or table.spread(peer, self.show),
            table.NOTHING if ratio is None else table.tenths(ratio),
            self.goal.verdict(table.median(first), ratio) if self.goal else table.NOTHING,
        ]


def markdown(sizes: Sequence[Size], subject: str, facts: Mapping[str, str]) -> str:
    """Return the whole report: what was built, the goals and figures, and what they were measured on."""
    lines = [row.cells(size) for size in sizes for row in _rows(size)]
    lines += [_start().cells(size) for size in sizes[:1]]
    told = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return f"{subject}\n\n{table.markdown([HEAD, *lines], texts=2)}\n\n{told}\n"


def _rows(size: Size) -> list[Row]:
    rows = _large_rows(size) if size.large else _usual_rows(size)
    return [Row(f"{size.posts:,} posts, {row.what}", row.goal, row.values, row.show) for row in rows]


def _usual_rows(size: Size) -> list[Row]:
    fair, full = size.posts >= FAIR, size.posts >= FULL
    faster = Goal("3 × faster than Hugo", 3, ratio=True)
    lighter = Goal("a tenth of Hugo's", 10, ratio=True)
    added = f"{_posts(size.added)} added"
    return [
        Row("cold, s", faster if fair else None, _steps(COLD), table.seconds),
        Row("peak memory, cold, MB", lighter if full else None, _peak, table.whole),
        Row(f"{added}, s", Goal("at most 1 s", 1) if full else None, _steps(ADDED), table.seconds),
        Row(f"{added}, files changed", Goal("at most 16", 16) if full else None, _changed, table.whole),
        Row(
            "nothing changed, s",
            Goal("at most 0.7 s", 0.7) if full else None,
            _steps(UNCHANGED),
            table.seconds,
        ),
        Row("`cp -r` of the output, s", None, _copy, table.seconds),
        Row("cold ÷ `cp -r`", Goal("at most 4", 4) if fair else None, _copies, table.tenths),
    ]


def _large_rows(size: Size) -> list[Row]:
    return [
        Row("cold, s", Goal("finishes", math.inf), _steps(COLD), table.seconds),
        Row("peak memory of any build, MB", Goal("under 1 GB", 1000), _highest_peak, table.whole),
        Row(f"{_posts(size.added)} added, s", Goal("at most 10 s", 10), _steps(ADDED), table.seconds),
        Row("nothing changed, s", None, _steps(UNCHANGED), table.seconds),
    ]


def _start() -> Row:
    goal = Goal("at most 0.1 s", 0.1)
    return Row(
        "telling its version, s", goal, lambda one: [timing.start for timing in one.timings], table.seconds
    )


def _posts(count: int) -> str:
    return "one post" if count == 1 else f"{count} posts"


def _steps(step: str) -> Callable[[Outcome], table.Values]:
    return lambda outcome: [timing.steps.get(step) for timing in outcome.timings]


def _peak(outcome: Outcome) -> table.Values:
    return [_mb(outcome.survey.peaks[COLD])]


def _highest_peak(outcome: Outcome) -> table.Values:
    peaks = [_mb(peak) for peak in outcome.survey.peaks.values() if peak is not None]
    return [max(peaks, key=lambda peak: peak or 0)] if peaks else [None]


def _mb(mib: float | None) -> float | None:
    return None if mib is None else mib * MB_PER_MIB


def _changed(outcome: Outcome) -> table.Values:
    return [outcome.survey.changed]


def _copy(outcome: Outcome) -> table.Values:
    return [timing.copy for timing in outcome.timings]


def _copies(outcome: Outcome) -> table.Values:
    return [timing.steps[COLD] / timing.copy if timing.copy else None for timing in outcome.timings]
