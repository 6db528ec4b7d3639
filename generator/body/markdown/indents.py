"""Keep paragraphs of Chinese text that are indented, by blanks of any width.

To CommonMark four blanks make code, and a line that begins with two full-width ones continues the
paragraph above it. In Chinese both begin a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.core.lazy_pattern import lazy

_CHINESE = (
    "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uffef"
)
_QUOTES = "“”‘’—…·"
_WIDE_BLANK = r"(?:[\u3000\u2003\u00a0]|&(?:emsp|nbsp|\#12288|\#8195|\#160);)"
_INDENT = re.compile(r"(?: {0,3}\t| {4})[ \t]*")
#: A line that begins with two wide blanks.
_WIDE_INDENT = re.compile(rf"[ ]{{0,3}}{_WIDE_BLANK}{{2,}}(?=[^\s&])")
_HINT = lazy(rf"\n(?:(?: {{0,3}}\t| {{4}})[ \t]*[{_CHINESE}{_QUOTES}\d]|[ ]{{0,3}}{_WIDE_BLANK}{{2}})")
_CHINESE_LETTER = lazy(f"[{_CHINESE}{_QUOTES}]")
#: Signs of code, and of text whose columns matter.
_CODE = lazy(
    r"""\A[^\w\s“‘《【〈「『（("—…·\u3000] | \S(?:[ ]{2,}|\t)\S | [;{}]\Z | [A-Za-z_]\( | \w\s?=\s
    | [\u2500-\u259f]""",
    re.VERBOSE,
)
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*\Z)|~{3,})")
#: What holds indented lines below it: lists, notes, definitions, admonitions.
_CONTAINER = re.compile(r" {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^[^\]\n]+\]:|:[ \t]|!!!|\?\?\?|===|>)")
_HTML = re.compile(r" {0,3}<[a-zA-Z/!?]")
_PRE = re.compile(r"\s*<(pre|script|style|textarea)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？…”’」』：；]\s*\Z")
_BROKEN = re.compile(r"(?:<br ?/?>|\\| {2})\Z")


def keep_paragraphs(text: str) -> str:
    """Return Markdown whose indented lines of Chinese prose are paragraphs, each of them one."""
    return "\n".join(_Lines(text.split("\n")).kept()) if _HINT.search(f"\n{text}") else text


class _Lines:
    """Reads the lines of one text in their order."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._fence = self._raw = ""
        self._in_container = self._in_html = False
        #: Whether the indented lines up to here are prose; None where the line before is not indented.
        self._is_prose: bool | None = None

    def kept(self) -> Iterator[str]:
        """Yield the lines, with a blank one before each paragraph."""
        above = ""
        for number, line in enumerate(self._lines):
            begins, kept = self._read(number, line, above)
            if begins and above.strip() and not _BROKEN.search(above):
                yield ""
            yield kept
            above = kept

    def _read(self, number: int, line: str, above: str) -> tuple[bool, str]:
        """Return whether a line begins a paragraph, and the line as it stays."""
        if self._is_within(line):
            return False, line
        if not line.strip():
            self._in_html = False
            return False, line
        if not _INDENT.match(line):
            self._is_prose = None
            self._note(line, above)
            return not self._is_held() and _WIDE_INDENT.match(line) is not None, line
        if self._is_held():
            return False, line
        if self._is_prose is None:
            self._is_prose = _is_prose(self._indented(number))
        if not self._is_prose:
            return False, line
        return not above.strip() or bool(_SENTENCE_END.search(above)), line.lstrip(" \t")

    def _is_held(self) -> bool:
        return self._in_container or self._in_html

    def _is_within(self, line: str) -> bool:
        """Tell whether a line is in a fence or preformatted, or begins or ends it."""
        fence = _FENCE.match(line)
        if self._fence:
            if fence and fence[1].startswith(self._fence) and not line[fence.end() :].strip():
                self._fence = ""
            return True
        if self._raw or (raw := _PRE.match(line)):
            name = self._raw or (raw[1] if raw else "")
            self._raw = "" if re.search(f"</{name}", line, re.IGNORECASE) else name
            return True
        if fence and (self._in_container or not _INDENT.match(line)):
            self._fence = fence[1]
            return True
        return False

    def _note(self, line: str, above: str) -> None:
        """Note whether the lines below belong to a list, or to HTML."""
        if _CONTAINER.match(line):
            self._in_container = True
        elif not above.strip() and line[0] not in " \t":
            self._in_container = False
        if _HTML.match(line):
            self._in_html = True

    def _indented(self, number: int) -> list[str]:
        """Return the indented lines from a line on, without blank ones."""
        found = []
        while number < len(self._lines):
            line = self._lines[number]
            number += 1
            if line.strip():
                if not _INDENT.match(line):
                    break
                found.append(line.strip())
        return found


def _is_prose(lines: list[str]) -> bool:
    if any(_CODE.search(line) for line in lines):
        return False
    characters = "".join("".join(lines).split())
    return 2 * len(_CHINESE_LETTER.findall(characters)) >= len(characters)
