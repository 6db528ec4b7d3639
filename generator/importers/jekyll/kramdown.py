"""Rewrite what only kramdown reads, Jekyll's Markdown: attribute lists, and tables without a header.

Attribute lists with an id, and tables of contents, stay: bodies understand them (docs/bodies.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.body.markdown.code import outside_blocks, outside_code

#: `{: .class #id}` and `{:toc}` after an element or on a line of their own, `{::options /}`
#: (kramdown.gettalong.org/syntax.html#attribute-list-definitions).
#: Other text in such braces does not match: `{:a => 1}` is a hash of Ruby.
_ONE = r"""(?:[.#][\w.-]+|[\w-]+=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}')|[\w-]+:?|/)"""
_LIST = rf"\{{::?/?[ ]*(?:{_ONE}[ ]*)*+\}}"
_ATTRIBUTES = re.compile(rf"(?<![\\{{]){_LIST}")
_ALONE = re.compile(rf"^[ ]{{0,3}}{_LIST}[ \t]*\n", re.MULTILINE)
#: A list that stays: it has an id and is no definition for others, or is that of a table of contents.
_KEPT = re.compile(r"\s*\{:(?![\w-]+:)(?:[^{}]*[ ]|[ ]*)(?:\#|toc\b|\.?no_toc\b)")


def without_attributes(text: str) -> tuple[str, int]:
    """Return a text without attribute lists, and the number of them."""
    count = 0

    def without(found: re.Match[str]) -> str:
        nonlocal count
        if _KEPT.match(found[0]):
            return found[0]
        count += 1
        return ""

    def change(part: str) -> str:
        return _ATTRIBUTES.sub(without, _ALONE.sub(without, part))

    return (outside_code(text, change), count) if "{:" in text else (text, 0)


_ROW = re.compile(r"[ ]{0,3}\|.*\S.*")
_RULE = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:[|+][ ]*:?-+:?[ ]*)*\|?[ ]*")


def with_table_heads(text: str) -> str:
    """Return a text in which each table has the row of heads that CommonMark's tables need, if empty."""
    return outside_blocks(text, lambda part: "".join(_with_heads(part))) if "|" in text else text


def _with_heads(part: str) -> Iterator[str]:
    lines = part.splitlines(keepends=True)
    inside = False
    for at, line in enumerate(lines):
        plain = line.rstrip("\n")
        is_row = _ROW.fullmatch(plain) is not None
        if is_row and not inside:
            below = lines[at + 1].rstrip("\n") if at + 1 < len(lines) else ""
            starts_with_rule = _RULE.fullmatch(plain) is not None
            if starts_with_rule or not ("-" in below and _RULE.fullmatch(below)):
                columns = plain.strip().strip("|").count("|") + 1
                yield "|" + "  |" * columns + "\n"
                if not starts_with_rule:
                    yield "|" + "---|" * columns + "\n"
        inside = is_row
        yield line
