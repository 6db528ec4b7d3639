"""Fill the patterns of a theme's texts: dates, numbers and names as a language writes them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any


class _Number(int):
    """A number whose format `,` separates thousands as a language does."""

    separator: str

    def __format__(self, spec: str) -> str:
        return super().__format__(spec).replace(",", self.separator)


def filled(words: SimpleNamespace, pattern: str, **fields: Any) -> str:
    """Return a pattern with its fields filled in.

    - A pattern with a `count` may have two forms, `singular | plural`.
    - A pattern with a `month` (1 to 12) may name it: `{month_name}`.
    - In a number, `{count:,}` separates thousands by `words.thousands`.
    """
    if "count" in fields and " | " in pattern:
        one, others = pattern.split(" | ", 1)
        pattern = one if fields["count"] == 1 else others
    if "month_name" in pattern:
        fields["month_name"] = words.month_names.split()[fields["month"] - 1]
    separator = getattr(words, "thousands", ",")
    if separator != ",":
        fields = {name: _number(value, separator) for name, value in fields.items()}
    return str(pattern).format(**fields)


def _number(value: Any, separator: str) -> Any:
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    number = _Number(value)
    number.separator = separator
    return number
