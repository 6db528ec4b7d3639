"""Recognise bodies that are HTML, whatever the name of their file.

Read as Markdown, such a body shows its tags as code where they are indented below a blank line, and
loses cells from tables and text from `<pre>`. A body is HTML if it begins with a block, has no text
outside elements, no marks of Markdown where Markdown would read them, and at least one place where
Markdown would do harm. In doubt it is Markdown; without harm both readings are the same.
"""

from __future__ import annotations

import re

from generator.body.html.elements import CLOSES, VOID, names
from generator.body.markdown.comments import without_comments
from generator.core.lazy_pattern import lazy

#: Start tags of blocks. Markdown hands on what begins with one, up to a blank line (CommonMark, 4.6).
_CONTAINERS = names(
    "article aside blockquote body center dd details div figure footer header html li main section td th"
)
#: Blocks that hold a line of text or other blocks, but no Markdown.
_CLOSED = names(
    """
    address caption col colgroup dl dt figcaption h1 h2 h3 h4 h5 h6 hr iframe link meta ol p pre script style
    summary table tbody tfoot thead tr ul
    """
)
_BLOCKS = _CONTAINERS | _CLOSED
_RAW = names("pre script style")
_CELLS = names("td th tr")

_BEGINS = lazy(rf"\s*<(?:{'|'.join(sorted(_BLOCKS))})(?=[\s/>])", re.IGNORECASE)
_MAY_BEGIN = lazy(rf"\s*(?:<!|{_BEGINS.pattern})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
#: A tag that is indented, or something below a blank line: else there can be no harm.
_HINT = re.compile(r"\n[ \t]*\n")
_INDENTED = re.compile(r"(?: {0,3}\t| {4})")
_OF_MARKDOWN = re.compile(r"\smarkdown\s*=", re.IGNORECASE)
_SIGN = re.compile(
    r"""\*\*\S | (?<!\w)__\w | \]\( | !\[ | \[\^ | ```|~~~ | `[^`\n]+`
    | ^[ ]{0,3} (?: \#{1,6}[ ] | >[ ]? | [-*+][ ] | \d{1,3}[.)][ ] | \| )""",
    re.VERBOSE | re.MULTILINE,
)


def is_html(text: str) -> bool:
    """Tell whether a body is HTML as a whole."""
    if "\n" not in text or not _MAY_BEGIN.match(text):
        return False
    text = without_comments(text.replace("\r\n", "\n"), is_html=True).strip("\n")
    if not _HINT.search(text) or not _BEGINS.match(text) or _OF_MARKDOWN.search(text):
        return False
    reader = _Reader()
    return all(reader.accepts(part) for part in _BLANK_LINES.split(text)) and reader.harmed


class _Reader:
    """Reads the parts of a body between its blank lines. `harmed`: Markdown would misread one of them."""

    def __init__(self) -> None:
        self.harmed = False
        self._open: list[str] = []
        #: For each open element the number of texts in it that blank lines set off.
        self._texts: list[int] = [0]

    def accepts(self, part: str) -> bool:
        """Read the next part, and tell whether the body can still be HTML."""
        around = self._open[-1] if self._open else ""
        if around in _RAW:
            self._follow(part)
            return True
        is_accepted = self._is_block(part) or self._accepts_text(part, around)
        self._follow(part)
        if self._open and self._open[-1] in _RAW:
            self.harmed |= not part.lstrip(" ").lower().startswith(f"<{self._open[-1]}")
        return is_accepted

    def _is_block(self, part: str) -> bool:
        tag = _TAG.match(part.lstrip())
        if tag is None or tag[2].lower() not in _BLOCKS:
            return False
        self.harmed |= _INDENTED.match(part) is not None
        return True

    def _accepts_text(self, part: str, around: str) -> bool:
        text = _TAG.sub("", part)
        if not text.strip():
            self.harmed |= _INDENTED.match(part) is not None
            return True
        if not around or _SIGN.search(text):
            return False
        self.harmed |= around in _CLOSED or _INDENTED.match(part) is not None
        self._texts[-1] += 1
        return around in _CLOSED or self._texts[-1] == 1

    def _follow(self, part: str) -> None:
        """Open and close the blocks whose tags are in a part."""
        for tag in _TAG.finditer(part):
            name = tag[2].lower()
            if name not in _BLOCKS or name in VOID:
                continue
            if self._open and self._open[-1] in _RAW and (not tag[1] or name != self._open[-1]):
                continue
            if tag[1]:
                self._close(name)
            else:
                self._start(name)

    def _start(self, name: str) -> None:
        closed = _CELLS - {"tr"} if name in ("td", "th") else _CELLS if name == "tr" else CLOSES.get(name, ())
        while self._open and self._open[-1] in closed:
            self._close(self._open[-1])
        self._open.append(name)
        self._texts.append(0)

    def _close(self, name: str) -> None:
        if name in self._open:
            index = len(self._open) - 1 - self._open[::-1].index(name)
            del self._open[index:], self._texts[index + 1 :]
