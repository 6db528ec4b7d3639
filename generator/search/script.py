"""Take the comments, types and indentation off search.js, for readers who only run it."""

from __future__ import annotations

import re
from pathlib import Path

#: The module in the browser, as it is written.
SOURCE = Path(__file__).with_name("search.js")
#: Comments begin a line, follow code after a blank, or are types: no string and no expression looks like one.
_COMMENT = re.compile(r"^[ ]*/\*.*?\*/|/\*\* @type .*?\*/ ?|(?:^|[ ]+)//[ ][^\n]*$", re.DOTALL | re.MULTILINE)
_HEADING = "// Documented, with types, in search.d.ts.\n"


def published(source: str) -> str:
    """Return the module as it is published: the same lines of code."""
    lines = (line.strip() for line in _COMMENT.sub("", source).splitlines())
    return _HEADING + "".join(f"{line}\n" for line in lines if line)
