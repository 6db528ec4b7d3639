"""Remove the attribute lists of kramdown, Jekyll's Markdown, which CommonMark would show as text."""

from __future__ import annotations

import re

from generator.body.markdown.code import outside_code

#: `{: .class #id}` and `{:toc}` after an element or on a line of their own, `{::options /}`
#: (kramdown.gettalong.org/syntax.html#attribute-list-definitions).
#: Other text in such braces does not match: `{:a => 1}` is a hash of Ruby.
_ONE = r"""(?:[.#][\w.-]+|[\w-]+=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}')|[\w-]+:?|/)"""
_LIST = rf"\{{::?/?[ ]*(?:{_ONE}[ ]*)*+\}}"
_ATTRIBUTES = re.compile(rf"(?<![\\{{]){_LIST}")
_ALONE = re.compile(rf"^[ ]{{0,3}}{_LIST}[ \t]*\n", re.MULTILINE)

#: A list item that kramdown replaces by a table of contents.
_CONTENTS = re.compile(
    r"^[ ]{0,3}(?:[*+-]|[0-9]{1,3}\.)[ ][^\n]*\n[ ]{0,3}\{:[ ]?toc[^{}\n]*\}[ \t]*\n?", re.MULTILINE
)


def without_attributes(text: str) -> tuple[str, int]:
    """Return a text without attribute lists, and the number of them."""
    count = 0

    def change(part: str) -> str:
        nonlocal count
        part, contents = _CONTENTS.subn("", part)
        part, alone = _ALONE.subn("", part)
        part, inline = _ATTRIBUTES.subn("", part)
        count += contents + alone + inline
        return part

    return (outside_code(text, change), count) if "{:" in text else (text, 0)
