"""Turn a body into the text that a reader sees: for titles, summaries and feeds."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

#: Characters of HTML that are looked at first for each character of text, and text that is read beyond what
#: is wanted, so that no cut entity comes near.
_HTML_PER_CHARACTER = 2
_MARGIN = 40
#: Characters, white space and all, that a summary is made from, for each one of its own.
_RAW_PER_CHARACTER = 8

_UNSEEN_HINT = re.compile(r"<(?:!--|script|style|template|title)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|title)\b.*?(?:</\1\s*+>|\Z)", re.DOTALL | re.I
)
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*"|'[^']*')?+)*+"""
_LINE_END = re.compile(
    rf"""<(?: br\b{_ATTRIBUTES}
        | /(?:address|article|aside|blockquote|caption|dd|div|dt|figcaption|figure|footer|h[1-6]|header|hr|li
            |ol|p|pre|section|summary|table|td|th|tr|ul)\s*+)(?:>|\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
_TAG = re.compile(rf"<[a-zA-Z/!?]{_ATTRIBUTES}(?:>|\Z)")
_HEADING = re.compile(rf"<h[1-6]\b{_ATTRIBUTES}(?:>|\Z)", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:audio|iframe|img|video)\b", re.IGNORECASE)
_HEADING_END = re.compile(r"</h[1-6]\s*+>", re.IGNORECASE)


_CLOSERS = "”’」』）)\"'"
_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Gen Sen Gov Rep St Mt No Inc Ltd Co Corp Jr Sr vs etc al e.g i.e approx Fig "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec a.m p.m"
)
_NO_ABBREVIATION = r"(?<!\b[A-Z]\.)" + "".join(
    rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS.split()
)
#: The end of a sentence, with the quotation marks that belong to it. A full stop needs white space behind it
#: (3.14, a.com) and no abbreviation or initial before it; ! and ? may not stand in an address.
_SENTENCE_END = re.compile(
    rf"(?:[。！？]++|[!?]++(?![A-Za-z0-9_=&/.%-])|\.(?=[{_CLOSERS}]*+(?:\s|\Z)){_NO_ABBREVIATION})[{_CLOSERS}]*+"
)
#: White space where a line or a paragraph ended, after punctuation that is as wide as two letters already.
#: The expression begins with the blank, for speed, so it looks behind that too.
_NEEDLESS = re.compile(" (?:(?<=[。！？；：，、」』）】》] )|(?<=[。！？][”’] ))")
_TRAILING = " \t，、；：,;:–—-（(“‘「『"


def plain_text(html: str, limit: int | None = None) -> str:
    r"""Return the text of HTML: a line for each block, other white space folded, no entities.

    With `limit`, the text may end anywhere beyond so many characters; the
    rest of long HTML is then not looked at.
    """
    if limit is None:
        return _text(html)
    size = limit * _HTML_PER_CHARACTER
    while len(text := _text(html[:size])) < limit + _MARGIN and size < len(html):
        size *= 4
    return text


def _text(html: str) -> str:
    if _UNSEEN_HINT.search(html):
        html = _UNSEEN.sub(" ", html)
    text = _TAG.sub("", _LINE_END.sub("\n", html.replace("\n", " ")))
    if "&" in text:
        text = unescape(text)
    return "\n".join([line for raw in text.split("\n") if (line := " ".join(raw.split()))])


def first_heading(html: str) -> str:
    """Return the text of the first heading that has any, on one line; "" without one."""
    return _first_heading(html)[0]


def _first_heading(html: str) -> tuple[str, int, int]:
    """Return the text of the first heading that has any, and where it begins and ends; "" without one."""
    position = 0
    while start := _HEADING.search(html, position):
        end = _HEADING_END.search(html, start.end())
        if not end:
            break
        if text := plain_text(html[start.end() : end.start()]):
            return text.replace("\n", " "), start.start(), end.end()
        position = end.end()
    return "", 0, 0


def first_sentence(text: str, limit: int = 40) -> str:
    """Return the first sentence of a text's first line; cut with … beyond `limit` characters."""
    line = text.split("\n", 1)[0]
    end = _SENTENCE_END.search(line)
    sentence = line[: end.end()] if end else line
    return sentence if len(sentence) <= limit else _cut(sentence, limit)


def summarize(text: str, limit: int = 120) -> str:
    """Return the beginning of a text on one line, of about `limit` characters.

    Lines are joined by a blank, but not after Chinese punctuation.

    It ends with the last sentence that ends within them, unless that is in
    their first quarter; else with … at white space or between characters.
    """
    flat = _NEEDLESS.sub("", " ".join(text[: limit * _RAW_PER_CHARACTER].split()))
    if len(flat) <= limit:
        return flat
    best = 0
    for end in _SENTENCE_END.finditer(flat):
        if end.start() >= limit:
            break
        best = end.end()
    return flat[:best] if best > limit // 4 else _cut(flat, limit)


def _cut(text: str, limit: int) -> str:
    """Return the first `limit` characters, less a broken word or character, and …."""
    end = limit - 1
    if _is_latin(text[end - 1]) and _is_latin(text[end]):
        start = text.rfind(" ", max(0, end - 40), end)
        end = start if start > 0 else end
    while end > 1 and _continues(text, end):
        end -= 1
    return text[:end].rstrip(_TRAILING) + "…"


def _is_latin(character: str) -> bool:
    return character < "\u2000" and character.isalnum()


def _continues(text: str, index: int) -> bool:
    """Tell whether the code point at an index belongs to the character before it."""
    character, before = text[index], text[index - 1]
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or before == "\u200d"
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and _is_second_flag_letter(text, index))
    )


def _is_second_flag_letter(text: str, index: int) -> bool:
    """Tell whether an odd number of regional indicators stands before an index: they make flags in pairs."""
    start = index
    while start > 0 and "\U0001f1e6" <= text[start - 1] <= "\U0001f1ff":
        start -= 1
    return (index - start) % 2 == 1


def without_title(html: str, title: str) -> str:
    """Return a body without its first heading if that only repeats the title, which the page shows already.

    It may stand anywhere. A heading with a picture stays.
    """
    if not title or ("<h" not in html and "<H" not in html):
        return html
    text, start, end = _first_heading(html)
    if not text or _seen(text) != _seen(title) or _PICTURE.search(html, start, end):
        return html
    before, after = html[:start], html[end:]
    return before + after.lstrip() if before.strip() else after.lstrip()


def _seen(text: str) -> str:
    """Return the visible characters of a text."""
    return "".join([one for one in text if one.isprintable() and not one.isspace()])
