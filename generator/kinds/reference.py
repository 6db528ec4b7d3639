"""Print the table of addresses: `python -m generator.kinds.reference`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from generator.kinds import registry


def markdown_table() -> str:
    """Return all kinds of output and their addresses as a table in GitHub's Markdown."""
    lines = ["| Address | Output | A file of yours may replace it |", "|---|---|---|"]
    lines += sorted(_rows())
    return "\n".join(lines) + "\n"


def _rows() -> Iterator[str]:
    for kind in registry.KINDS:
        first_sentence = re.split(r"[.;:](?:\s|$)", kind.__doc__ or "")[0]
        for route in kind.routes:
            replaced = "yes" if route.replaceable else ""
            yield f"| `/{route.pattern}` | {route.title or first_sentence} | {replaced} |"


if __name__ == "__main__":
    sys.stdout.write(markdown_table())
