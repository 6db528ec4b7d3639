"""Minify search.js for readers, who only run it."""

from __future__ import annotations

from pathlib import Path

import rjsmin

#: The module in the browser, as it is written.
SOURCE = Path(__file__).with_name("search.js")


def published(source: str) -> str:
    """Return the module as it is published: the same code, without comments, types and needless blanks."""
    code: str = rjsmin.jsmin(source)
    return f"{code}\n"
