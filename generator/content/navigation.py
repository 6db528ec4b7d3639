"""Read what a static page says about its place in the navigation."""

from __future__ import annotations

import re

from generator.content.frontmatter.record import Record
from generator.core.wording import quoted

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


def navigation_of(record: Record) -> dict[str, bool | int]:
    """Return `nav` and `weight` of a static page, each only where it is given."""
    nav, weight = record.choice("nav", "navigation.unreadable"), _weight(record)
    named = {"nav": nav, "weight": weight}
    return {key: value for key, value in named.items() if value is not None}


def _weight(record: Record) -> int | None:
    written = record.text("weight")
    if not written or (written.isascii() and _NUMBER.fullmatch(written)):
        return int(written) if written else None
    message = f"weight is {quoted(written)}, which is not a whole number; it is ignored"
    record.diagnostics.warn(
        "navigation.weight",
        record.position("weight"),
        message,
        "write a number of up to nine digits: weight: 10",
    )
    return None
