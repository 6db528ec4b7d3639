"""Write JSON from iterators, so that a list of a million entries is never in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.system.files import replacing


def write_json(file: Path, value: Mapping[str, Any]) -> None:
    """Replace a JSON file as a whole: readers see the old file or the new one. Raises OSError.

    Iterators in `value`, at any depth of mappings, become arrays with an entry a line.
    """
    with replacing(file) as new, open(new, "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_pieces(value))
        stream.write("\n")


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _joined("{", ((f"{_dumped(name)}: ", one) for name, one in value.items()), "}")
    elif isinstance(value, Iterator):
        yield from _joined("[", (("", one) for one in value), "]")
    else:
        yield _dumped(value)


def _joined(start: str, items: Iterator[tuple[str, Any]], end: str) -> Iterator[str]:
    """Yield items between two brackets, each on its own line."""
    yield start
    separator = "\n"
    for name, value in items:
        yield f"{separator}{name}"
        # An item of an array is small, so it is on one line.
        yield from _pieces(value) if name else (_dumped(value),)
        separator = ",\n"
    yield end if separator == "\n" else f"\n{end}"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
