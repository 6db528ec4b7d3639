"""Change the paragraphs of Markdown one by one: no mark reaches beyond its own."""

from __future__ import annotations

import re
from collections.abc import Callable

_END = re.compile(r"(\n[ \t]*\n)")


def with_paragraphs(text: str, hint: re.Pattern[str], changed: Callable[[str], str]) -> str:
    """Return a text in which the paragraphs that have a `hint` are `changed`."""
    if not hint.search(text):
        return text
    return "".join(changed(part) if hint.search(part) else part for part in _END.split(text))
