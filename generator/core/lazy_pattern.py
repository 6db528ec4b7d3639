"""Compile regular expressions when they are first used: a build of one post needs a third of them."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would, but compile it later. Worth it from about a millisecond on.

    An invalid expression raises `re.error` only then.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """Stands for an expression, and has its methods from the first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._written), name)
        setattr(self, name, value)  # So the next use is as fast as that of a compiled expression.
        return value
