"""Split off the end that scrapers write: the address of the original, and links that the theme renders."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from generator.body.options import BodyRules

#: Characters at the end in which the source is named. No line of a tail is longer than the second.
_CREDIT_WITHIN = 400
_LONGEST_LINE = 2_000

_PARAGRAPH = re.compile(r"<(p|div)\b[^<>]*>(.*)</\1>", re.DOTALL)
_ANCHOR = re.compile(r"""<a\b[^<>]*?\bhref=["']([^"'<>]*)["'][^<>]*>([^<>]*)</a>""")


class Tail(NamedTuple):
    """A text without its tail, and what the tail said: the original's address and who published it."""

    text: str
    source_url: str
    source: str


def split_tail(text: str, rules: BodyRules) -> Tail:
    """Split off the last lines that are links back (`rules.back_links`) or the source (`rules.source_link`).

    Each is a line of its own, in either order, and may be missing. What
    `rules.credit` finds names the source and stays in the text. An empty
    expression finds nothing.
    """
    patterns = {"back": rules.back_links, "source": rules.source_link}
    urls = [""]
    rest: str | None = text
    while rest is not None:
        text, rest = rest, _without_last_line(rest, patterns, urls)
    return Tail(text, urls[-1], _credit(text, rules.credit))


def _without_last_line(text: str, patterns: dict[str, str], urls: list[str]) -> str | None:
    """Return the text before a last line that is tail, and use its pattern up; None when it is none."""
    before, _, line = text.rstrip().rpartition("\n")
    if not line or len(line) > _LONGEST_LINE:
        return None
    plain = _as_markdown(line.strip())
    for name, pattern in patterns.items():
        match = _compiled(pattern).fullmatch(plain) if pattern else None
        if match:
            del patterns[name]
            urls.append(match.groupdict().get("url") or urls[-1])
            return before.rstrip()
    return None


def _as_markdown(line: str) -> str:
    """Return a line with its HTML links as Markdown writes them, without the paragraph around it."""
    if "<a " not in line:
        return line
    paragraph = _PARAGRAPH.fullmatch(line)
    return _ANCHOR.sub(r"[\2](\1)", paragraph[2].strip() if paragraph else line)


def _credit(text: str, pattern: str) -> str:
    if not pattern:
        return ""
    matches = list(_compiled(pattern).finditer(text[-_CREDIT_WITHIN:]))
    return (matches[-1].groupdict().get("source") or "").strip() if matches else ""


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
