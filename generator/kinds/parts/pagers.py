"""Link the pages of a list with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.addresses.links import href
from generator.theme.view_models import Link, Pager

#: Numbered pages with older posts that a pager names after its page.
_AROUND = 2


def pager(path: Callable[[int], str], number: int, older: int | None, newer: int | None) -> Pager:
    """Return the pager of a page; `path` returns the output path of a numbered page, or of the front (0)."""
    return Pager(
        number=number,
        older=href(path(older)) if older else "",
        newer="" if newer is None else href(path(newer)),
        front=href(path(0)),
        pages=tuple(
            Link(str(page), href(path(page))) if page else None
            for page in page_window(number, older or 0, newer or 0)
        ),
    )


def page_window(number: int, older: int, newer: int) -> Iterator[int]:
    """Yield the numbers of the pages around one, from the newest, and the first; 0 where some are left out.

    Of newer pages only the next is named, because the others change as the list grows.
    """
    highest = newer or number or older
    lowest = max(1, (number or older) - _AROUND)
    yield from range(highest, lowest - 1, -1)
    if lowest > 2:
        yield 0
    if lowest > 1:
        yield 1
