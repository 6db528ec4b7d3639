"""Bound the cost of a body before an engine sees it.

Posts come from strangers, and the engines have inputs that take them minutes
or gigabytes: comrak numbers equal headings and joins e-mail addresses in
quadratic time and spends some 500 bytes on each mark; Python-Markdown searches
to the end of the paragraph for each `[`. Nobody writes such a text, so each of
these has a bound far above any article, and whoever passes it is told which.
"""

from __future__ import annotations

import re

#: Containers inside each other, in Markdown and in HTML. Browsers give up at 512.
DEPTH = 256
#: Characters that mean something to Markdown, or start an HTML tag. Prose has two in 100, div soup ten.
MARKS = 150_000
#: So many characters of text take as much memory in all their copies as one mark.
_CHARACTERS_A_MARK = 100
HEADINGS = 2_000
FOOTNOTES = 1_000
COLUMNS = 1_000
#: Beyond these a text gets no automatic links, which cost comrak a node for each `w`, and for e-mail
#: addresses the square of their number.
ADDRESSES = 1_000
LINK_HINTS = 50_000
#: Beyond these a text gets no formulas: comrak searches the rest of the text for the end of each.
FORMULAS = 5_000

#: Characters; no shorter text can cost comrak more than a few milliseconds.
_SMALL = 4_000
_MARKS = (*"\n[]!*_`<&\\~|^:$\"'", "..")
_CONTAINERS = re.compile(rf"\n(?:[ \t]*+(?:>|[-+*](?=[ \t])|\d{{1,9}}+[.)](?=[ \t]))){{{DEPTH + 1}}}")
_HEADING = re.compile(r"^[ \t>*+\d.)-]*+#|^[ \t>]*+(?:=++|-++)[ \t]*+$", re.MULTILINE)
_WIDE_ROW = re.compile(rf"\n(?:[^|\n]*+\|){{{COLUMNS + 1}}}")

_PARAGRAPH_END = re.compile(r"\n[ \t]*+\n")
_RULE = re.compile(r"^[ \t>]*+(?:#|[-*_=][-*_= \t]*+$)", re.MULTILINE)
_DEFINITION = re.compile(r"^[ \t]*+(\*?)\[[^\]\n]*+\]:[^\n]*+", re.MULTILINE)
#: Python-Markdown's bounds: characters; nanoseconds by `_paragraph_cost`; characters that definitions add.
_LARGE = 150_000
_NANOSECONDS = 500_000_000
_EXPANSION = 20_000_000


class BodyError(Exception):
    """A body that can't be shown: why (`reason`), and what its author can do (`cure`)."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(f"{reason}; {cure}")
        self.reason = reason
        self.cure = cure


def check_text(text: str, engine: str) -> None:
    """Raise BodyError for a Markdown text that would cost its engine too much."""
    if engine == "python-markdown":
        _check_python_markdown(text)
    if len(text) < _SMALL:
        return
    if len(text) > MARKS:
        quotes = max(0, text.count(">") - text.count("<"))
        most = MARKS - len(text) // _CHARACTERS_A_MARK
        _bound(quotes + sum(map(text.count, _MARKS)), most, "characters of markup")
    _bound(text.count("[^"), FOOTNOTES, "footnote references")
    lines = f"\n{text}"
    if lines.count("\n") > HEADINGS:
        _bound(sum(1 for _ in _HEADING.finditer(text)), HEADINGS, "headings")
    if _CONTAINERS.search(lines):
        raise BodyError(f"quotes or lists are nested more than {DEPTH} deep", "write them flatter")
    if text.count("|") > COLUMNS and _WIDE_ROW.search(lines):
        raise BodyError(f"a line has more than {COLUMNS:,} table columns", "split the table")


def has_few_addresses(text: str) -> bool:
    """Tell whether automatic links are affordable in a text."""
    if len(text) < _SMALL:
        return True
    return text.count("@") <= ADDRESSES and text.count("w") <= LINK_HINTS


def has_few_formulas(text: str) -> bool:
    """Tell whether formulas are affordable in a text."""
    return len(text) < _SMALL or text.count("\\(") + text.count("\\[") <= FORMULAS


def _bound(count: int, most: int, what: str, cure: str = "split the post") -> None:
    if count > most:
        raise BodyError(f"the body has {count:,} {what}, more than the {most:,} that are allowed", cure)


def _check_python_markdown(text: str) -> None:
    cure = "use `markdown: comrak` for this post"
    _bound(len(text), _LARGE, "characters for python-markdown", cure)
    fences = text.count("```") + text.count("~~~")
    cost = sum(map(_paragraph_cost, _PARAGRAPH_END.split(text))) + 7 * fences * len(text)
    if cost > _NANOSECONDS or _expansion(text) > _EXPANSION:
        raise BodyError("a paragraph or table is too long and intricate for python-markdown", cure)


def _paragraph_cost(paragraph: str) -> int:
    """Estimate the nanoseconds that Python-Markdown needs for text between two blank lines, from above.

    The weights were measured: each mark makes it copy or search the rest of
    the paragraph; an unclosed bracket character by character, in Python.
    """
    count = paragraph.count
    unclosed = count("<", paragraph.rfind(">") + 1)
    marks = 2 * sum(map(count, "<&*_`\\")) + 3 * count("\n")
    slow = 100 * count("[") + 200 * count("<!") + 30 * unclosed + 10 * len(_RULE.findall(paragraph))
    cells = count("|", 0, paragraph.find("\n") + 1) * count("\n")
    length = len(paragraph) + 3 * count("\t")  # which become spaces
    return 40_000 + length * (marks + slow) + 10_000 * cells


def _expansion(text: str) -> int:
    """Return how many characters definitions could add: links, abbreviations and tables of contents."""
    links = abbreviations = 0
    for definition in _DEFINITION.finditer(text):
        length = definition.end() - definition.start()
        if definition[1]:
            abbreviations = max(abbreviations, length)
        else:
            links = max(links, length)
    contents = text.count("[TOC]") * 100 * len(_RULE.findall(text))
    return links * text.count("[") + abbreviations * len(text) // 2 + contents
