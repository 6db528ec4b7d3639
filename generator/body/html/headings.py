"""The headings of a body as steps of one stair below the title of its page, whose `<h1>` stands alone.

Those who listen to pages walk by headings and take a missing level for missing
text (WCAG 2.2, 1.3.1), so scrapers' `<h1>` and `<h4>` become `<h2>` and `<h3>`.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)h([1-6])(?=[ >])")
_DEEPEST = 6


def as_stair(html: str) -> str:
    """Return sanitised HTML with its headings at `<h2>` and below, each one level at most below the last.

    Headings that were of one level within a section stay so. Done twice, it is the same.
    """
    if "<h" not in html:
        return html
    above: list[int] = []
    opened: list[int] = []

    def renamed(tag: re.Match[str]) -> str:
        if tag[1]:
            return f"</h{opened.pop()}"
        level = int(tag[2])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        opened.append(min(len(above) + 1, _DEEPEST))
        return f"<h{opened[-1]}"

    return _TAG.sub(renamed, html)
