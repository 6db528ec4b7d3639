"""Figures in words, and a Markdown table that reads well on a terminal, too."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

NOTHING = "–"

Values = Sequence[float | None]
"""What was measured of one thing: a value, or one a round; None where there is none."""


def markdown(lines: Sequence[Sequence[str]], texts: int = 1) -> str:
    """Return a table, its head first; the first `texts` columns are texts, the others figures."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * width if column < texts else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    head, *body = lines
    return "\n".join(_line(cells, widths, texts) for cells in (head, rule, *body))


def _line(cells: Sequence[str], widths: Sequence[int], texts: int) -> str:
    padded = (
        cell.ljust(width) if column < texts else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"


def median(values: Values) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def spread(values: Values, show: Callable[[float], str]) -> str:
    """Show the median, and the least and the greatest when there are several."""
    known = [value for value in values if value is not None]
    if not known:
        return NOTHING
    middle = show(statistics.median(known))
    return f"{middle} ({show(min(known))}–{show(max(known))})" if len(known) > 1 else middle


def quotient(other: Values, first: Values, least: float = 0.0) -> float | None:
    """Return the median of the quotients within a round, which a drift of the machine leaves alone.

    What is not above `least` divides nothing. None when no round has a quotient.
    """
    pairs = zip(other, first, strict=True)
    return median(
        [over / under for over, under in pairs if over is not None and under is not None and under > least]
    )


def seconds(value: float) -> str:
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def tenths(value: float) -> str:
    return f"{value:.1f}"


def whole(value: float) -> str:
    return f"{value:,.0f}"
