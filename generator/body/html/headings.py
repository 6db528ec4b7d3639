"""Number the headings of a body in steps of one below the title of its page, whose `<h1>` is the only one.

Those who listen to pages walk by headings and take a missing level for missing
text (WCAG 2.2, 1.3.1), so scrapers' `<h1>` and `<h4>` become `<h2>` and `<h3>`.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
_DEEPEST = 6


class HeadingLevels:
    """The levels of a body's headings. Headings that were of one level within a section stay so."""

    def __init__(self) -> None:
        self._above: tuple[int, ...] = ()
        self._before: tuple[int, ...] = ()

    def next(self, written: int) -> int:
        """Return the level, 2 to 6, of the next heading, which is written with a level of 1 to 6."""
        self._before = self._above
        self._above = (*[level for level in self._above if level < written], written)
        return min(len(self._above) + 1, _DEEPEST)

    def forget_last(self) -> None:
        """Go back to before the last heading, which is removed."""
        self._above = self._before


def with_heading_levels(html: str) -> str:
    """Return sanitised HTML with its headings at `<h2>` and below, each one level at most below the last.

    Done twice, it is the same.
    """
    if "<h" not in html:
        return html
    levels = HeadingLevels()
    opened: list[int] = []

    def renamed(tag: re.Match[str]) -> str:
        if tag[1]:
            return f"</h{opened.pop()}"
        opened.append(levels.next(int(tag[2])))
        return f"<h{opened[-1]}"

    return _TAG.sub(renamed, html)
