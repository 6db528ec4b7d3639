"""Figures as a Markdown table that reads well on a terminal, too."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tools import Tool
from trial import ADDED, COLD, UNCHANGED, Survey, Timing

NOTHING = "–"
# Below this the quotient of two growths of memory says nothing (KiB a post).
LEAST_GROWTH = 0.1


@dataclass(frozen=True)
class Result:
    """All that was measured of a tool: at a tenth of the size, at full size, and in each round."""

    tool: Tool
    small: Survey
    full: Survey
    timings: Sequence[Timing]

    def growth(self) -> float | None:
        """Return by how many KiB the peak of a cold build grows with each post."""
        small, full = self.small.peaks[COLD], self.full.peaks[COLD]
        if small is None or full is None:
            return None
        return (full - small) * 1024 / (self.full.posts - self.small.posts)


@dataclass(frozen=True)
class Row:
    """One measure of all tools: how to get its values, one or one a round, and how to show one."""

    label: str
    values: Callable[[Result], Sequence[float | None]]
    show: Callable[[float], str]
    least: float = 0.0
    """Values up to this have no ratio."""

    def cells(self, results: Sequence[Result]) -> list[str]:
        """Return the label, the median of each tool, and the ratio of each other tool to the first."""
        first, *others = measured = [self.values(result) for result in results]
        medians = [_spread(values, self.show) for values in measured]
        return [self.label, *medians, *(_ratio(other, first, self.least) for other in others)]


def markdown(results: Sequence[Result], subject: str, machine: Mapping[str, str]) -> str:
    """Return the whole report: what was built, the figures, and what they were measured on."""
    facts = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    if results[0].full.peaks[COLD] is None:
        facts += "\n- Memory: not measured, which takes Linux 4.14 or later"
    return f"{subject}\n\n{_table(results)}\n\n{facts}\n"


def _table(results: Sequence[Result]) -> str:
    first, *others = (result.tool for result in results)
    head = [
        "",
        *(f"{tool.name} {tool.version}" for tool in (first, *others)),
        *(f"{tool.name} ÷ {first.name}" for tool in others),
    ]
    lines = [head, *(row.cells(results) for row in _rows(results[0]))]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(cells, widths) for cells in (head, rule, *lines[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    label, *figures = (
        cell.rjust(width) if column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join((label, *figures))} |"


def _rows(sample: Result) -> list[Row]:
    sizes = f"{sample.small.posts:,} to {sample.full.posts:,} posts"
    return [
        *(Row(f"{name}, s", _steps(step), _seconds) for step, name in _BUILDS.items()),
        Row("telling its version, s", lambda result: [timing.start for timing in result.timings], _seconds),
        Row("`cp -r` of the output, s", lambda result: [timing.copy for timing in result.timings], _seconds),
        Row("cold build ÷ `cp -r`", _copies, _tenths, math.inf),
        *(Row(f"peak memory, {name}, MiB", _peak(step), _round) for step, name in _BUILDS.items()),
        Row(f"its growth from {sizes}, KiB a post", lambda result: [result.growth()], _tenths, LEAST_GROWTH),
        Row("output files that the added post changed", lambda result: [result.full.changed], _round),
        Row("output files", lambda result: [result.full.files], _round),
        Row("posts in the output", lambda result: [result.full.posts], _round),
    ]


_BUILDS = {COLD: "cold build", UNCHANGED: "nothing changed", ADDED: "one post added"}


def _steps(step: str) -> Callable[[Result], Sequence[float]]:
    return lambda result: [timing.steps[step] for timing in result.timings]


def _copies(result: Result) -> Sequence[float]:
    return [timing.steps[COLD] / timing.copy for timing in result.timings]


def _peak(step: str) -> Callable[[Result], Sequence[float | None]]:
    return lambda result: [result.full.peaks[step]]


def _spread(values: Sequence[float | None], show: Callable[[float], str]) -> str:
    """Show the median, and the least and the greatest when there are several."""
    known = [value for value in values if value is not None]
    if not known:
        return NOTHING
    median = show(statistics.median(known))
    return f"{median} ({show(min(known))}–{show(max(known))})" if len(known) > 1 else median


def _ratio(other: Sequence[float | None], first: Sequence[float | None], least: float) -> str:
    """Return the median of the quotients within a round, which a drift of the machine leaves alone."""
    pairs = zip(other, first, strict=True)
    quotients = [
        over / under for over, under in pairs if over is not None and under is not None and under > least
    ]
    return f"{statistics.median(quotients):.1f}" if quotients else NOTHING


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _tenths(value: float) -> str:
    return f"{value:.1f}"


def _round(value: float) -> str:
    return f"{value:.0f}"
