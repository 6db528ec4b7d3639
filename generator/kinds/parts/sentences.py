"""Describe the contents of outputs in sentences, for `explain`. A line that begins with `- ` is an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.core.wording import counted, quoted
from generator.kinds.parts.terms import CardRow

_LONGEST = 60
#: Rows of a list that are named.
_SHOWN = 5


def quoted_title(title: str) -> str:
    """Return the title of a post in quotes, on one line and bounded."""
    return quoted(title, _LONGEST)


def items(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as items of a list."""
    return (f"- {line}" for line in lines)


def listed_posts(newest_first: Sequence[CardRow]) -> Iterator[str]:
    """Yield how many posts a list shows, and the first of them."""
    yield ""
    if not newest_first:
        yield "It shows no posts."
        return
    yield f"It shows {counted(len(newest_first), 'post')}, the newest first:"
    yield from items(_card(row) for row in newest_first[:_SHOWN])
    if len(newest_first) > _SHOWN + 1:
        yield f"- … {counted(len(newest_first) - _SHOWN - 1, 'other')} …"
    if len(newest_first) > _SHOWN:
        yield f"- {_card(newest_first[-1])}, the oldest"


def _card(row: CardRow) -> str:
    return f"{row.date[:10]} {quoted_title(row.title)}, /{row.url}"
