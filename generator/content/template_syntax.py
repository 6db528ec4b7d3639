"""Find the syntax of templates and shortcodes that was left in a body and that readers would see."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.core.lazy_pattern import lazy

_NAMES = "caption|gallery|embed|audio|video|playlist"
_SHORTCODE = re.compile(rf"\[/?(?:{_NAMES})\b")
#: Hugo and Jinja; Liquid; WordPress; containers of VuePress and Pandoc. No LaTeX: `\frac{{a}}{b}`.
_SYNTAX = lazy(
    rf"""(?<![A-Za-z0-9}}^_\\])\{{\{{ [^{{}}]{{1,500}}? \}}\}} | \{{% (?:(?!\{{%).){{1,500}}? %\}}
    | \[caption\b [^\[\]\n]{{0,500}} \] | \[(?:{_NAMES}) [ ]+\w+= [^\[\]\n]{{0,500}} \] | \[/(?:{_NAMES})\]
    | ^[ ]{{0,3}} :{{3,}} [ ]* (?:[\w{{] [^\n]{{0,100}})? $""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
#: What begins code or a comment, and the end of each.
_OPENING = re.compile(
    r"^[ ]{0,3}(?P<fence>`{3,}|~{3,})|(?P<ticks>`+)"
    r"|<(?P<element>pre|code|script|style|textarea)\b|(?P<comment><!--)",
    re.MULTILINE | re.IGNORECASE,
)
#: In HTML, backticks are text.
_ELEMENT = re.compile(r"<(?P<element>pre|code|script|style|textarea)\b|(?P<comment><!--)", re.IGNORECASE)


#: `{{` and `{%` in the address of a link.
_IN_ADDRESS = re.compile("%7B(?:%7B|%25)", re.IGNORECASE)


class TemplateSyntax(NamedTuple):
    """The line of the first place with template syntax, from 0, and its text; and the number of places."""

    line: int
    text: str
    places: int


def template_syntax(body: str, html: str) -> TemplateSyntax | None:
    """Return what is left of templates in a body outside code, or None. `html` is the body as HTML."""
    if not _may_have(body):
        return None
    places = list(_SYNTAX.finditer(_without_code(body, _OPENING)))
    if not places:
        return None
    # Lines that are code because of their indent are known in the HTML only.
    shown = _without_code(html, _ELEMENT)
    if not _may_have(shown) and not _IN_ADDRESS.search(shown):
        return None
    first = places[0]
    return TemplateSyntax(body.count("\n", 0, first.start()), " ".join(first[0].split()), len(places))


def _may_have(text: str) -> bool:
    """Tell whether a text has a sign of template syntax. Nearly all have none, and cost 5 µs each.

    One character is found 60 times faster than two in a text of two-byte characters.
    """
    return (
        ("{" in text and ("{{" in text or "{%" in text))
        or ("[" in text and _SHORTCODE.search(text) is not None)
        or ":::" in text
    )


def _without_code(text: str, opening: re.Pattern[str]) -> str:
    """Return a text in which code and comments are spaces. Takes linear time for any text."""
    parts: list[str] = []
    missing: set[str] = set()
    start = 0
    while found := opening.search(text, start):
        parts.append(text[start : found.start()])
        end = _end(text, found, missing)
        start = end or found.end()
        parts.append(re.sub(r"[^\n]", " ", text[found.start() : start]) if end else found[0])
    return "".join((*parts, text[start:]))


def _end(text: str, found: re.Match[str], missing: set[str]) -> int:
    """Return the end of what an opening begins, 0 for none. `missing` are ends that the rest lacks."""
    kinds = found.groupdict()
    if kinds.get("fence"):
        return _end_of_fence(text, found)
    mark = kinds.get("ticks") or (f"</{kinds['element']}".lower() if kinds.get("element") else "-->")
    closing = None if mark in missing else re.compile(mark, re.IGNORECASE).search(text, found.end())
    if not closing:
        missing.add(mark)
        return 0
    return closing.end()


def _end_of_fence(text: str, found: re.Match[str]) -> int:
    """Return the end of a fenced block; one that is not closed goes to the end of the text."""
    mark = found["fence"]
    closing = re.compile(rf"^[ ]{{0,3}}{mark}{mark[0]}*[ \t]*$", re.MULTILINE).search(text, found.end())
    return closing.end() if closing else len(text)
