"""Tell which engine a body in Markdown needs, and write code with its language as a fence."""

from __future__ import annotations

import re

from generator.body.markdown.code import outside_code
from generator.importers.sites.fences import fenced

#: What Python-Markdown's `extra` reads, and kramdown too, but CommonMark does not: definition lists,
#: abbreviations, Markdown in HTML, tables without a header.
_EXTRA = re.compile(
    r"^[^\s:>#|-][^\n]*\n(?:\n)?:[ ]{1,3}\S|^\*\[[^\]\n]+\]:[ ]|\bmarkdown=[\"']?(?:1|block|span)\b",
    re.MULTILINE,
)
#: `    :::python` or `    #!python` before indented code, as CodeHilite has it.
_CODE = re.compile(
    r"^(?: {4}|\t)(?::::|#!)([\w+#.-]+)[ \t]*\n((?:(?: {4}|\t).*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE
)


def needs_extra(body: str) -> bool:
    """Return whether a body has what only Python-Markdown reads."""
    found = False

    def look(part: str) -> str:
        nonlocal found
        found = found or _EXTRA.search(part) is not None
        return part

    outside_code(body, look)
    return found


def with_fences(body: str) -> str:
    """Return a body in which indented code that names its language is a fenced block."""

    def fence(found: re.Match[str]) -> str:
        lines = [re.sub(r"^(?: {4}|\t)", "", line) for line in found[2].splitlines()]
        return f"{fenced(chr(10).join(lines), found[1], '')}\n\n"

    return _CODE.sub(fence, body) if ":::" in body or "#!" in body else body
