"""What `compare.py` tells: every figure of every tool, side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import table
from tools import Tool
from trial import ADDED, COLD, UNCHANGED, Survey, Timing

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
    values: Callable[[Result], table.Values]
    show: Callable[[float], str]
    least: float = 0.0
    """Values up to this have no ratio."""

    def cells(self, results: Sequence[Result]) -> list[str]:
        """Return the label, the median of each tool, and the ratio of each other tool to the first."""
        first, *others = measured = [self.values(result) for result in results]
        medians = [table.spread(values, self.show) for values in measured]
        return [self.label, *medians, *(self._ratio(other, first) for other in others)]

    def _ratio(self, other: table.Values, first: table.Values) -> str:
        quotient = table.quotient(other, first, self.least)
        return table.NOTHING if quotient is None else table.tenths(quotient)


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
    return table.markdown([head, *(row.cells(results) for row in _rows(results[0]))])


def _rows(sample: Result) -> list[Row]:
    sizes = f"{sample.small.posts:,} to {sample.full.posts:,} posts"
    return [
        *(Row(f"{name}, s", _steps(step), table.seconds) for step, name in _BUILDS.items()),
        Row(
            "telling its version, s",
            lambda result: [timing.start for timing in result.timings],
            table.seconds,
        ),
        Row(
            "`cp -r` of the output, s",
            lambda result: [timing.copy for timing in result.timings],
            table.seconds,
        ),
        Row("cold build ÷ `cp -r`", _copies, table.tenths, math.inf),
        *(Row(f"peak memory, {name}, MiB", _peak(step), table.whole) for step, name in _BUILDS.items()),
        Row(
            f"its growth from {sizes}, KiB a post",
            lambda result: [result.growth()],
            table.tenths,
            LEAST_GROWTH,
        ),
        Row("output files that the added post changed", lambda result: [result.full.changed], table.whole),
        Row("output files", lambda result: [result.full.files], table.whole),
        Row("posts in the output", lambda result: [result.full.posts], table.whole),
    ]


_BUILDS = {COLD: "cold build", UNCHANGED: "nothing changed", ADDED: "one post added"}


def _steps(step: str) -> Callable[[Result], table.Values]:
    return lambda result: [timing.steps[step] for timing in result.timings]


def _copies(result: Result) -> table.Values:
    return [timing.steps[COLD] / timing.copy if timing.copy else None for timing in result.timings]


def _peak(step: str) -> Callable[[Result], table.Values]:
    return lambda result: [result.full.peaks[step]]
