"""Read the text of a post's page that search looks in: the element with the attribute `data-search`.

The index is made from it, and the module in the browser takes its snippets from
it, so both read it by the same rules, without a DOM (see `pageText` in search.js
and docs/adr/0020-search-index.md). The pages are our own: tags are closed, values of
attributes are quoted, and characters are written as themselves but for a few.
"""

from __future__ import annotations

import re

#: Regular expressions of JavaScript know ASCII alone, too.
_RULES = re.ASCII | re.DOTALL | re.IGNORECASE
_START = re.compile(
    r"""<([a-z][\w-]*)(?=[\s>])(?:"[^"]*"|'[^']*'|[^'">])*?\sdata-search(?=[\s=>])[^>]*>""", _RULES
)
#: Text that stands above or beside other text (ruby), and text that is not shown.
_LEFT_OUT = re.compile(r"<(rt|rp|script|style|template)\b[^>]*>.*?</\1\s*>", _RULES)
_MARKUP = re.compile(r"""<!--.*?-->|</?([a-z][\w-]*)(?:"[^"]*"|'[^']*'|[^'">])*>""", _RULES)
_ENTITY = re.compile(r"&(?:#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}))|(amp|lt|gt|quot|apos|nbsp));", re.ASCII)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\u00a0"}
#: What JavaScript and Python both take for blank, spelled out because their `\s` differ.
BLANK = re.compile("[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
#: Elements that begin a new block: no match goes from one block to the next.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "math", "nav", "ol", "option", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_BORDER = "\x01"
_ATTRIBUTE = "data-search"


def page_text(page: str) -> list[str]:
    """Return the blocks of text (paragraphs, cells, lines) in the searched element; none without it."""
    return blocks_of(_element(page))


def blocks_of(html: str) -> list[str]:
    """Return the blocks of text of some HTML, each on one line, without empty ones."""
    text = _MARKUP.sub(_border, _LEFT_OUT.sub("", html.replace(_BORDER, "")))
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    blocks = (block.strip(" ") for block in BLANK.sub(" ", text).split(_BORDER))
    return [block for block in blocks if block]


def _character(entity: re.Match[str]) -> str:
    """Return the character of an entity; none for control characters and what is no character."""
    decimal, hexadecimal, name = entity.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    fits = 31 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if fits else ""


def _border(markup: re.Match[str]) -> str:
    name = markup[1]
    return _BORDER if name and name.lower() in BLOCKS else ""


def _element(page: str) -> str:
    """Return the inner HTML of the element; up to the end of the page where it is not closed."""
    # The expression takes long for a whole head, so it begins after the last tag before the attribute.
    begin = page.rfind(">", 0, page.find(_ATTRIBUTE)) + 1
    start = _START.search(page, begin) or _START.search(page)
    if not start:
        return ""
    depth, tags = 1, re.compile(rf"<(/?){re.escape(start[1])}(?=[\s>/])", _RULES)
    for tag in tags.finditer(page, start.end()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return page[start.end() : tag.start()]
    return page[start.end() :]
