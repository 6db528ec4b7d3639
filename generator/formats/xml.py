"""Write XML documents as text, a line for each element."""

from __future__ import annotations

import re

_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>"
#: Characters that XML 1.0 forbids (section 2.2); scraped texts have them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a text may not hold as it is (2.4, 2.11), `&` first, and what a quoted value may not (3.3.3).
_IN_TEXT = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_IN_VALUE = (*_IN_TEXT, ('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;"))
_SPECIAL = re.compile('[&<>\r"\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')


def element(name: str, text: str = "", /, **attributes: str) -> str:
    """Return an element with a text, without the characters that XML forbids."""
    start, inside = _start(name, attributes), escaped(text)
    return f"<{start}>{inside}</{name}>" if inside else f"<{start}/>"


class XmlWriter:
    """Writes a document, each element on lines of its own, indented by its depth."""

    def __init__(self) -> None:
        self._lines = [_DECLARATION]
        self._open: list[str] = []
        self._indent = ""

    def add(self, name: str, text: str = "", /, **attributes: str) -> None:
        """Add an element with a text to the innermost open element."""
        self.line(element(name, text, **attributes))

    def line(self, xml: str) -> None:
        """Add a line of XML to the innermost open element."""
        self._lines.append(self._indent + xml)

    def begin(self, name: str, /, **attributes: str) -> None:
        """Open an element, for what is added until its `end`."""
        self._lines.append(f"{self._indent}<{_start(name, attributes)}>")
        self._open.append(name)
        self._indent += "  "

    def end(self) -> None:
        """Close the innermost open element."""
        self._indent = self._indent[2:]
        self._lines.append(f"{self._indent}</{self._open.pop()}>")

    def document(self) -> bytes:
        """Close all elements, and return the document in UTF-8."""
        while self._open:
            self.end()
        return "\n".join([*self._lines, ""]).encode()


def without_forbidden(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def is_plain_text(text: str) -> bool:
    """Tell whether a text stands in an element, and in a value, as it is."""
    return not _SPECIAL.search(text)


def escaped(text: str) -> str:
    """Return a text as it stands in an element."""
    return _escaped(text, _IN_TEXT)


def _start(name: str, attributes: dict[str, str]) -> str:
    """Return the name and the attributes of an element."""
    if not attributes:
        return name
    values = (f'{key}="{_escaped(value, _IN_VALUE)}"' for key, value in attributes.items())
    return f"{name} {' '.join(values)}"


def _escaped(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    if is_plain_text(text):
        return text
    for character, reference in rules:
        text = text.replace(character, reference)
    return without_forbidden(text)
