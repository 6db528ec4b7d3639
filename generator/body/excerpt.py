"""Find the text of a body from which its summary is made: the beginning of the article itself."""

from __future__ import annotations

import re

from generator.body.html.allowlist import DROPPED
from generator.body.markdown.contents import without_contents
from generator.body.markers import MORE
from generator.body.openings import without_opening
from generator.body.plain_text import plain_text, without_title
from generator.core.lazy_pattern import lazy

#: Characters of text that are read: enough for a summary, also behind a title and a line of names.
_LENGTH = 240
_LONG_LENGTH = 600

_NO_TEXT = "|".join([*sorted(DROPPED), "figcaption", "iframe"])
#: Whether there may be any, in small letters: an expression that ignores case takes five times as long.
_HINT = re.compile(rf"<(?:{_NO_TEXT})\b|footnote|endnote|=[\"']#|↩")
_ATTRIBUTES = "[^<>]{0,500}"
_NOTE_IDS = "(?:user-content-)?_?(?:fn|ftn|edn|footnote|endnote|cite_note)"
#: What is no text of the article: fields and drawings, captions, notes and the ways to them and back.
_ASIDE = lazy(
    rf"""<({_NO_TEXT})\b.*?(?:</\1\s*+>|\Z)
    | <(section|div|aside)\b{_ATTRIBUTES}\b(?:class|id|role)=["'][^"'<>]{{0,200}}\b
        (?:doc-endnotes|endnotes?|footnotes?)\b
        .*?(?:</\2\s*+>|\Z)
    | (?:<sup\b{_ATTRIBUTES}>\s*)?
        <a\b{_ATTRIBUTES}\b(?:href=["']\#{_NOTE_IDS}|class=["'][^"'<>]{{0,200}}\bfootnote){_ATTRIBUTES}>
        .*?(?:</a>|\Z)(?:\s*</sup>)?
    | ↩[\ufe0e\ufe0f]?""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
#: Characters of HTML that are searched for these: at first and then for each character of text, and at most.
_HTML_PER_CHARACTER = (2, 8)
_SEARCHED = 50_000


def excerpt(html: str, title: str) -> str:
    """Return the beginning of a body, as `to_html` makes it, as plain text, a line for each block.

    It ends at `MORE`, and has no captions, notes or fields; the title and lines with the author's name and
    the date are left out where it begins with them.
    """
    shown = without_title(without_contents(_up_to_mark(html)), title)
    whole = _beginning(shown, _LENGTH)
    article = without_opening(whole, title)
    if len(article) < len(whole):
        article = without_opening(_beginning(shown, _LONG_LENGTH), title)
    return article


def _beginning(html: str, length: int) -> str:
    """Return about so many characters of the text of HTML, without what is no text of the article."""
    for size in (*(length * number for number in _HTML_PER_CHARACTER), _SEARCHED):
        head = html[:size]
        text = plain_text(_ASIDE.sub("", head) if _HINT.search(head.lower()) else head, length)
        if len(text) >= length or size >= len(html):
            break
    return text


def _up_to_mark(html: str) -> str:
    """Return the HTML before the comment that ends the summary, or all of it."""
    before = ""
    for piece in html.split(MORE)[:-1]:
        before += piece
        if not _is_in_code(before) and plain_text(before):
            return before
    return html


def _is_in_code(html: str) -> bool:
    return html.rfind("<code") > html.rfind("</code>") or html.rfind("<pre") > html.rfind("</pre>")
