"""Write code as a fenced block."""

from __future__ import annotations

import re
import textwrap


def fenced(code: str, language: str, indent: str) -> str:
    """Return a fenced block; all lines but the first, which has it already, get the indent."""
    code = code.strip("\n").rstrip(" \t").rstrip("\n")
    code = textwrap.indent(textwrap.dedent(code), indent) if indent else code
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{indent}{fence}"
