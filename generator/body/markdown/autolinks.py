"""Mark where bare addresses end in Chinese text.

comrak, as GFM says, ends a bare address only at white space or `<`, and so
takes all of `https://a.example/b。然后` for the address. Chinese sets no spaces, so the end is
marked before comrak sees the text, and the mark is taken out of its HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.lazy_pattern import lazy

#: Ends a link, as a tab does, and is found again. No text has a use for the second character.
_END = "\t\x1f"
#: Chinese, Japanese and Korean letters and punctuation, with the dashes and quotes that they share; emoji.
_CJK = lazy(
    "[\u2010-\u2027\u2030-\u205e\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffef"
    "\U0001f000-\U0003ffff]"
)
#: Addresses with letters as in Élysée. Each expression begins with a fixed text, for speed, and takes all
#: that it has looked at, so that a search looks at nothing twice.
_ADDRESSES = (
    re.compile(r"://[!-;=?-\\^-~\u00a1-\u024f]++"),
    re.compile(r"www\.[!-;=?-\\^-~\u00a1-\u024f]++"),
)
#: Before an address whose end is marked: in <>, in the brackets of a link, in a definition, in an attribute.
_OPENING = re.compile(r"""(?:<|\]\(\s*<?|\]:\s*<?|=\s*["'])(?:https?)?\Z""")
_OPENING_LENGTH = 16


def mark_link_ends(text: str) -> str:
    """Return Markdown with a mark behind each bare address that Chinese follows."""
    if text.isascii():
        return text
    text = text.replace("\x1f", "")
    ends = sorted(set(_ends(text)))
    starts = [0, *ends]
    return _END.join([text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)])


def _ends(text: str) -> Iterator[int]:
    for expression in _ADDRESSES:
        for address in expression.finditer(text):
            start = address.start()
            if _CJK.match(text, address.end()) and not _is_marked(text, start):
                yield start + len(address[0].rstrip("*_~"))  # which close what is emphasised


def _is_marked(text: str, start: int) -> bool:
    return _OPENING.search(text[max(0, start - _OPENING_LENGTH) : start]) is not None


def drop_marks(html: str) -> str:
    """Return HTML without the marks, wherever comrak has put them."""
    return html.replace(_END, "").replace("\x1f", "") if "\x1f" in html else html
