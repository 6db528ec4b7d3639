"""Make `**` bold beside wide blanks, and between punctuation and letters.

CommonMark asks for no white space inside the marks, and U+00A0 and U+3000, which come with text that was
pasted, are white space to it. Between punctuation inside and a letter outside, it takes the second `**` of
`**注意:**Then` for an opening one. cjk_friendly_emphasis mends this beside Chinese letters only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.body.markdown.paragraphs import with_paragraphs
from generator.body.markdown.placeholders import JOINER
from generator.core.lazy_pattern import lazy

#: White space that is no indentation and no line end.
_WIDE = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: A letter or digit that is not Chinese; beside those, marks are marks to comrak.
_LETTER = "[0-9A-Za-z\u00c0-\u1fff\uff10-\uff5a]"
_PUNCTUATION = r"[^\w\s*]"
#: A cheap sign of marks that CommonMark does not take as they are meant.
#: It begins with a fixed text, for speed.
_HINT = lazy(
    rf"\*\*(?:[{_WIDE}]|(?<=[{_WIDE}]\*\*)|(?<={_PUNCTUATION}\*\*)\*?{_LETTER}|(?<={_LETTER}\*\*)\*?{_PUNCTUATION})"
)
#: Escaped characters and code, which are passed over, and marks.
_TOKEN = re.compile(r"\\.|`[^`\n]*`|(?<!\*)(\*{2,3})(?!\*)")
_SPACES = " \t\n"


def keep_bold(text: str) -> str:
    """Return Markdown in which all pairs of `**` and `***` within a paragraph are marks to comrak."""
    return with_paragraphs(text, _HINT, _joined) if "**" in text else text


def _joined(paragraph: str) -> str:
    places = [place for pair in _pairs(paragraph) for place in _gaps(paragraph, *pair)]
    starts = [0, *places]
    return JOINER.join([paragraph[a:b] for a, b in zip(starts, [*places, None], strict=True)])


def _pairs(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield the opening and closing marks of each pair, in their order."""
    opened: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if not token[1]:
            continue
        if opened and opened[1] == token[1] and text[token.start() - 1] not in _SPACES:
            yield opened, token
            opened = None
        elif text[token.end() : token.end() + 1].strip(_SPACES):
            opened = token


def _gaps(text: str, opening: re.Match[str], closing: re.Match[str]) -> Iterator[int]:
    """Yield where something must stand between a mark and the text within."""
    if _hides(text[opening.end()], text[max(0, opening.start() - 1) : opening.start()]):
        yield opening.end()
    if _hides(text[closing.start() - 1], text[closing.end() : closing.end() + 1]):
        yield closing.start()


def _hides(within: str, outside: str) -> bool:
    """Tell whether a character within keeps a mark from being one, beside the character outside."""
    if within.isspace():
        return True
    return _is_punctuation(within) and bool(outside.strip()) and not _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
