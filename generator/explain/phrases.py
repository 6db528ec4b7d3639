"""Wrap the lines of explanations for a terminal. A line that begins with `- ` is an item of a list."""

from __future__ import annotations

from unicodedata import east_asian_width


def wrapped(line: str, width: int) -> str:
    """Return a line broken into rows of at most `width` columns. No word, such as a path, is broken."""
    indent = "  " if line.startswith("- ") else ""
    rows = [""]
    for word in line.split(" "):
        longer = f"{rows[-1]} {word}" if rows[-1] else word
        if _columns(longer) > width and rows[-1]:
            rows.append(indent + word)
        else:
            rows[-1] = longer
    return "\n".join(rows)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a Chinese character (Unicode, annex 11)."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
