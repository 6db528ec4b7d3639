"""Give elements the ids that kramdown and Pandoc write behind them, and drop their other attributes.

`## 标题 {#part}`, `{: #start .lead}` below a block, `[甲](/a){:target="_blank"}` behind a link
(kramdown.gettalong.org/syntax.html, "Attribute List Definitions"; Pandoc's header_attributes). CommonMark
would show them as text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.body.markdown.code import outside_blocks, outside_code
from generator.body.markdown.placeholders import CONTENTS, SLOTS, number_of, slot
from generator.core.lazy_pattern import lazy

_ONE = r"""(?:[.#][\w.:-]+|[\w-]+=(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[^\s"'{}]+)|(?:toc|no_toc|refs))"""
_SOME = rf"[ ]*{_ONE}(?:[ ]*{_ONE})*+[ ]*"
_LIST = rf"\{{:?({_SOME})\}}"
#: With a colon, also words alone and nothing, as kramdown allows.
_OF_KRAMDOWN = rf"\{{:({_SOME}|[ ]*)\}}"
_HINT = re.compile(r"\{(?:[ ]*[:#.]|[ ]*\w+=)")
_CONTENTS_HINT = re.compile(r"\[\[?_?[Tt][Oo][Cc]_?\]")

_ATX = lazy(rf"^([ ]{{0,3}}#{{1,6}}[ \t][^\n]*?)[ \t]*{_LIST}[ \t]*#*[ \t]*$", re.MULTILINE)
_SETEXT = lazy(rf"^(\S[^\n]*?)[ \t]*{_LIST}[ \t]*(?=\n[ ]{{0,3}}(?:=+|-+)[ \t]*$)", re.MULTILINE)
_CONTENTS = lazy(
    r"""^(?:[ ]{0,3}(?:[*+-]|\d{1,3}\.)[ ][^\n]*\n)?[ ]{0,3}\{:[^{}\n]*(?<![\w-])toc[ ]*[^{}\n]*\}[ \t]*$
    |^[ ]{0,3}(?:\[toc\]|\[\[_?toc_?\]\])[ \t]*$""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_DEFINED = re.compile(r"^[ ]{0,3}\[toc\]:", re.IGNORECASE | re.MULTILINE)
_ALONE = lazy(rf"[ ]{{0,3}}{_OF_KRAMDOWN}[ \t]*\Z")
#: Behind an element in a line, or at the start of a list item. A piece after code begins with it.
_INLINE = lazy(rf"(?:(?<=[)\]*_>~])|\A|(?<=[-*+] )){_OF_KRAMDOWN}")
#: `{::options … /}`, `{::nomarkdown}`, and comments.
_EXTENSION = re.compile(
    r"\{::comment\}.*?\{:/(?:comment)?\}|\{:(?::(?:options|nomarkdown)\b[^{}\n]{0,300}|/(?:nomarkdown)?)\}",
    re.DOTALL,
)
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*\Z")
#: Lines to which nothing can be added: of tables, fences and HTML.
_CLOSED = re.compile(r"\s*(?:[|<>]|`{3}|~{3})")
_STARTS_BLOCK = re.compile(r"\s*(?:[|<>#]|[-*+][ \t]|\d{1,9}[.)][ \t]|`{3}|~{3}|\Z)")

_OWNER = re.compile(rf"<(h[1-6]|p|li|td|th|dd|dt)\b([^<>]*)>|{SLOTS}")
_ID = re.compile(r' id="[^"]*"')
_EMPTY = re.compile(rf'<p( id="[^"]*")>{SLOTS}</p>')


class Attributes(NamedTuple):
    """The attributes of one element: its id or "", and whether contents leave it out."""

    id: str
    is_unlisted: bool


class Marked(NamedTuple):
    """A text without attribute lists, with slots in their places."""

    text: str
    slots: tuple[Attributes, ...]


def take_attributes(text: str) -> Marked:
    """Return Markdown without attribute lists; `CONTENTS` stands for each table of contents."""
    if not _HINT.search(text) and not _CONTENTS_HINT.search(text):
        return Marked(text, ())
    taker = _Taker(has_contents=not _DEFINED.search(text))
    text = outside_code(outside_blocks(text, taker.blocks), taker.inline)
    return Marked(text, tuple(taker.slots))


def with_toc_marks(text: str) -> str:
    """Return Markdown with `[TOC]`, as Python-Markdown knows it, for kramdown's `{:toc}`."""
    return outside_blocks(text, lambda part: _CONTENTS.sub("\n[TOC]\n", part)) if "toc" in text else text


class _Taker:
    """Takes the lists out of one text, and collects what they say."""

    def __init__(self, *, has_contents: bool) -> None:
        self.slots: list[Attributes] = []
        self._has_contents = has_contents

    def blocks(self, part: str) -> str:
        """Return a part without the lists of its blocks."""
        part = _EXTENSION.sub("", part)
        if self._has_contents:
            part = _CONTENTS.sub(f"\n{CONTENTS}\n", part)
        for pattern in (_ATX, _SETEXT):
            part = pattern.sub(lambda found: f"{found[1]}{self._slot(found[2])}", part)
        if "{:" not in part:
            return part
        lines: list[str] = []
        waiting = ""
        for line in part.split("\n"):
            alone = _ALONE.match(line)
            if alone is None:
                lines.append(self._with_waiting(line, waiting))
                waiting = ""
            elif slotted := self._slot(alone[1]):
                waiting = "" if _append(lines, slotted) else slotted
        return "\n".join(lines) + (f"\n{waiting}" if waiting else "")

    def inline(self, part: str) -> str:
        """Return a part without the lists behind elements of its lines."""
        return _INLINE.sub(lambda found: self._anchor(found[1]), part) if "{:" in part else part

    def _with_waiting(self, line: str, waiting: str) -> str:
        """Return a line with the slot of a list above it."""
        if not waiting:
            return line
        if _HEADING.match(line):
            return f"{line.rstrip(' #')}{waiting}"
        return f"{waiting}\n\n{line}" if _STARTS_BLOCK.match(line) else f"{waiting}{line}"

    def _slot(self, listed: str) -> str:
        attributes = _attributes(listed)
        if not (attributes.id or attributes.is_unlisted):
            return ""
        self.slots.append(attributes)
        return slot(len(self.slots) - 1)

    def _anchor(self, listed: str) -> str:
        name = _attributes(listed).id
        return f'<a id="{name}"></a>' if name else ""


def _attributes(listed: str) -> Attributes:
    words = re.findall(_ONE, listed)
    ids = [word[1:] for word in words if word[0] == "#"]
    ids += [word.partition("=")[2].strip("\"'") for word in words if word.startswith("id=")]
    name = ids[-1] if ids else ""
    is_usable = re.fullmatch(r"[\w.:-]+", name) is not None
    return Attributes(name if is_usable else "", ".no_toc" in words or "no_toc" in words)


def _append(lines: list[str], slotted: str) -> bool:
    """Add a slot to the block that ends with the last line; False where there is none that takes it."""
    at = len(lines) - 1
    if at > 0 and _UNDERLINE.match(lines[at]) and lines[at - 1].strip():
        at -= 1
    if at < 0 or not lines[at].strip():
        return False
    if _CLOSED.match(lines[at]):
        lines += ["", slotted, ""]
    elif _HEADING.match(lines[at]):
        lines[at] = f"{lines[at].rstrip(' #')}{slotted}"
    else:
        lines[at] += slotted
    return True


def with_ids(html: str, slots: tuple[Attributes, ...]) -> str:
    """Return HTML in which the elements around the slots have their ids; the slots stay.

    A list with nothing beside it becomes an empty element.
    """
    if not slots:
        return html
    out: list[str] = []
    position = 0
    owner = -1
    for found in _OWNER.finditer(html):
        out.append(html[position : found.start()])
        position = found.end()
        out.append(found[0])
        if found[1]:
            owner = len(out) - 1
            continue
        name = slots[number_of(found[3])].id
        if name and owner >= 0:
            out[owner] = f'{_ID.sub("", out[owner])[:-1]} id="{name}">'
            owner = -1
        elif name:
            out.append(f'<a id="{name}"></a>')
    return _EMPTY.sub(r"<div\1></div>", "".join((*out, html[position:])))


def unlisted_slots(slots: tuple[Attributes, ...]) -> frozenset[str]:
    """Return the slots of headings that contents leave out, as they stand in the HTML."""
    return frozenset(slot(number) for number, one in enumerate(slots) if one.is_unlisted)
