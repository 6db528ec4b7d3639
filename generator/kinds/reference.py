"""Print tables of the documentation: `python -m generator.kinds.reference addresses`, or `options`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from generator.config.reference import markdown_table
from generator.kinds import registry
from generator.kinds.site_config import option_groups


def addresses() -> str:
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


def options() -> str:
    """Return all options of site.yaml, those of kinds among them, as a table in GitHub's Markdown."""
    return markdown_table(option_groups())


if __name__ == "__main__":
    sys.stdout.write(options() if sys.argv[1:] == ["options"] else addresses())
