"""Write llms.txt (llmstxt.org), which tells language models where to find content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SPECIAL = re.compile(r"([\\\[\]*_`<>])")


class Item(NamedTuple):
    """A link with a note ("" for none)."""

    title: str
    url: str
    note: str = ""


def llms(title: str, description: str, sections: Iterable[tuple[str, Sequence[Item]]]) -> bytes:
    """Return a llms.txt: a heading, a quote, and a list of links for each (heading, items)."""
    parts = [f"# {_plain(title)}"]
    if description:
        parts.append(f"> {_plain(description)}")
    for heading, items in sections:
        if items:
            parts += [f"## {_plain(heading)}", "\n".join(_line(item) for item in items)]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _line(item: Item) -> str:
    note = f": {_plain(item.note)}" if item.note else ""
    return f"- [{_plain(item.title)}]({item.url.replace('(', '%28').replace(')', '%29')}){note}"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
