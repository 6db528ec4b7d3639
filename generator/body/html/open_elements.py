"""Track the elements that are open in the output: some are implied, others continue in the next block."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from generator.body.html.attributes import tag
from generator.body.html.content_model import LISTS, NO_BLOCKS, NO_TEXT
from generator.body.html.writer import Writer

#: Characters of start tags that may be written again, in one body, in the next block.
_AGAIN = 100_000


@dataclass(slots=True)
class OpenElement:
    """An open element; `is_written` is False where its tags are left out.

    `is_implied`: not in the source, but needed around what is. `is_used`: its start tag was written before.
    `last` is the name of the last block that it holds so far, `#text` for text, "" for nothing.
    """

    name: str
    attributes: Mapping[str, str]
    is_written: bool = True
    is_implied: bool = False
    is_used: bool = False
    last: str = ""


class OpenElements:
    """Which elements are open, and what is written of them.

    `_all` are all open elements, innermost last; `_blocks` the blocks that are written; `_inlines` the
    formatting. The first `_shown` of the formatting are open in the output: they open before a text and close
    before a block.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._all: list[OpenElement] = []
        self._blocks: list[OpenElement] = []
        self._inlines: list[OpenElement] = []
        self._shown = self._again = 0

    def close_all(self) -> None:
        """Close what is open."""
        while self._all:
            self._pop()

    @property
    def block(self) -> str:
        """The name of the innermost block, or ""."""
        return self._blocks[-1].name if self._blocks else ""

    @property
    def last(self) -> str:
        """The name of the last block that the innermost block holds so far."""
        return self._blocks[-1].last

    @property
    def is_inline(self) -> bool:
        """Whether formatting is open, written or not."""
        return bool(self._inlines)

    def within(self, names: Set[str]) -> bool:
        """Tell whether any of these elements is open in the output."""
        return bool(names) and any(element.name in names for element in self._all if element.is_written)

    def takes_blocks(self) -> bool:
        """Tell whether a block may be written here."""
        return self.block not in NO_BLOCKS | LISTS | {"dl"}

    def takes_text(self) -> bool:
        """Tell whether text may be written here as it is."""
        return self.block not in NO_TEXT

    def make_place(self, name: str) -> None:
        """Make sure that a block, or text, may be written here: lists get their items, items their list."""
        self.close_implied(name)
        here = self._blocks[-1] if self._blocks else None
        if self.block in LISTS and name != "li":
            self._imply("li")
        elif name == "li" and self.block not in LISTS:
            self.make_place("ul")
            self._imply("ul")
        elif here and here.name == "dl":
            if name != "dt" and not here.last:
                self._write_empty("dt")
            if name not in ("dd", "dt"):
                self._imply("dd")
            here.last = "dt" if name == "dt" else "dd"
        elif here and here.last != "figcaption":
            here.last = name

    def close_implied(self, name: str) -> None:
        """Close the implied elements that end where an element, or text, begins."""
        while self._all and self._all[-1].is_implied and not _stays(self._all[-1].name, name):
            self.hide()
            self._pop()

    def _imply(self, name: str) -> None:
        self.hide()
        self.push(OpenElement(name, {}, is_implied=True))

    def _write_empty(self, name: str) -> None:
        self._writer.open(name, {})
        self._writer.close(name)

    def push(self, element: OpenElement) -> None:
        """Open a block, or an element whose tags are left out."""
        self._all.append(element)
        if element.is_written:
            self._writer.open(element.name, element.attributes)
            self._blocks.append(element)

    def push_inline(self, element: OpenElement) -> None:
        """Note formatting that is open; it is written before the next text."""
        self._all.append(element)
        self._inlines.append(element)

    def end(self) -> None:
        """Close the innermost element that is in the source."""
        while self._all[-1].is_implied:
            self.hide()
            self._pop()
        element = self._all[-1]
        if self._inlines and self._inlines[-1] is element:
            self._end_inline(element)
        else:
            self.hide()
            self._pop()

    def _end_inline(self, element: OpenElement) -> None:
        if not element.is_used and self.takes_text():
            self.show()
        if self._shown == len(self._inlines):
            self._shown -= 1
            if element.is_written:
                self._writer.close(element.name)
        self._inlines.pop()
        self._all.pop()

    def _pop(self) -> None:
        """Close the innermost element, a block."""
        element = self._all.pop()
        if element.is_written:
            if element.name == "dl" and element.last == "dt":
                self._write_empty("dd")
            self._writer.close(element.name)
            self._blocks.pop()

    def show(self) -> None:
        """Open all formatting in the output: text comes next."""
        for element in self._inlines[self._shown :]:
            if element.is_used and element.is_written:
                self._repeat(element)
            if element.is_written:
                self._writer.open(element.name, element.attributes)
            element.is_used = True
        self._shown = len(self._inlines)

    def _repeat(self, element: OpenElement) -> None:
        """Prepare formatting for another block: without its id, and not at all where that gets too long."""
        element.attributes = {name: value for name, value in element.attributes.items() if name != "id"}
        self._again += len(tag(element.name, element.attributes))
        if self._again > _AGAIN:
            element.is_written = False

    def hide(self) -> None:
        """Close all formatting in the output until the next text: a block begins or ends."""
        for element in reversed(self._inlines[: self._shown]):
            if element.is_written:
                self._writer.close(element.name)
        self._shown = 0


def _stays(implied: str, name: str) -> bool:
    """Tell whether an element that was added takes in what comes next."""
    return name == "li" if implied in LISTS else name not in ("dd", "dt", "li")
