"""Parse a part of an export with expat, which reads no other file; entities of its own are refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import messages

from generator.content.decode import DAMAGED, decode
from generator.importers.article import RefusalError

#: Levels of elements in an item: item, wp:comment, wp:commentmeta, wp:meta_key. Deeper ones are left out.
_DEEPEST = 6
#: Bytes of control characters, in all encodings that an export may have here.
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
#: Other such characters, and references to all of them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    "|&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
#: An ampersand that begins no entity of XML, and an entity of HTML.
_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]*);)?")


@dataclass(slots=True)
class Element:
    """An element: its name with its prefix, attributes, line, text, and the elements in it."""

    name: str
    attributes: Mapping[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, name: str) -> str:
        """Return the text of the first element with a name, "" if there is none."""
        return next((one.text for one in self.children if one.name == name), "")

    def all(self, name: str) -> Iterator[Element]:
        """Yield the elements with a name."""
        return (one for one in self.children if one.name == name)


class EntitiesError(Exception):
    """A text declares entities, which may stand for any amount of text."""


def text_of(raw: bytes, encoding: str) -> tuple[str, str]:
    """Return the bytes of a part as text without forbidden characters, and what was wrong ("" for nothing).

    Raises RefusalError for bytes that are no text.
    """
    # In bytes first: to a reader of encodings, text with such bytes is no text.
    without = raw.translate(None, _CONTROLS)
    try:
        text, found = decode(without, encoding)
    except (ValueError, LookupError) as error:
        raise RefusalError("import.encoding", str(error), "save the file as UTF-8") from None
    plain, count = _FORBIDDEN.subn("", text)
    if count := count + len(raw) - len(without):
        return plain, f"{count:,} control characters, which XML does not allow, were removed"
    return plain, "a few bytes are damaged; they became �" if found == DAMAGED else ""


def item_of(text: str, line: int) -> Element:
    """Return an item; `line` is that of the start of the text. Raises RefusalError for damaged XML."""
    found: list[Element] = []
    try:
        _parse(text, line, found.append)
    except ExpatError:
        # A bare & or an entity of HTML outside of CDATA is the mistake of nearly all programs that make one.
        found.clear()
        try:
            _parse(_with_entities(text), line, found.append)
        except ExpatError as error:
            raise _damaged(error, line) from None
    if not found:
        raise RefusalError("import.xml", "it is no item of an export", "export the site again")
    return found[-1]


def elements_of(text: str) -> tuple[list[Element], RefusalError | None]:
    """Return the elements of a head, the innermost first, and the reason if it can't be read to its end.

    Raises EntitiesError.
    """
    found: list[Element] = []
    for version in (text, _with_entities(text)):
        found.clear()
        try:
            _parse(version, 1, found.append, kept_from=3, final=False)
        except ExpatError as error:
            refusal = _damaged(error, 1)
        else:
            return found, None
    return found, refusal


class _Builder:
    """Builds elements. Those of a head are many, so they are not kept in the channel that holds them."""

    def __init__(self, line: int, closed: Callable[[Element], object], kept_from: int) -> None:
        self.parser = ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse
        self._line, self._closed, self._kept_from = line, closed, kept_from
        self._open: list[Element] = []
        self._depth = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth <= _DEEPEST:
            self._open.append(Element(name, attributes, self.parser.CurrentLineNumber + self._line - 1))

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth < _DEEPEST:
            element = self._open.pop()
            if len(self._open) >= self._kept_from:
                self._open[-1].children.append(element)
            self._closed(element)

    def _characters(self, data: str) -> None:
        if self._open and self._depth <= _DEEPEST:
            self._open[-1].text += data

    def _refuse(self, *_: object) -> None:
        raise EntitiesError


def _parse(
    text: str, line: int, closed: Callable[[Element], object], *, kept_from: int = 1, final: bool = True
) -> None:
    """Call `closed` with each element that is closed. Raises ExpatError, and EntitiesError."""
    _Builder(line, closed, kept_from).parser.Parse(text.encode("utf-8", "replace"), final)


def _with_entities(text: str) -> str:
    """Return a text in which every ampersand outside of CDATA is one that XML knows."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += (_AMPERSAND.sub(_xml_entity, text[at:start]), text[start:end])
        at = end
    return "".join((*parts, _AMPERSAND.sub(_xml_entity, text[at:])))


def _xml_entity(found: re.Match[str]) -> str:
    char = html.unescape(found[0])
    return html.escape(char) if found[1] and char != found[0] else f"&amp;{found[0][1:]}"


def _damaged(error: ExpatError, line: int) -> RefusalError:
    reason = f"its XML is damaged: {messages.get(error.code, 'unknown')}"
    cure = "export the site again, or correct it here"
    return RefusalError("import.xml", reason, cure, error.lineno + line - 1, error.offset + 1)
