"""The open elements of a body that is written anew: some implied, others going on in the next block."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.body.html.content_model import LISTS, NO_BLOCKS

_ID = re.compile(r' id="[^"]*"')
#: Characters of tags that are written again, in one body after another block.
_AGAIN = 100_000


@dataclass(slots=True)
class Frame:
    """An open element; `end` is "" where its tags are left out. `state` is what it has held so far."""

    name: str
    start: str
    end: str
    implied: bool = False
    used: bool = False
    state: str = ""


class Frames:
    """What is written of a body, and which elements are open in it.

    `_open` are all open elements, `_blocks` the blocks among them that are written, `_inlines` the others. Of
    those the first `_shown` are open in what is written: they open before a text and close before a block.
    """

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[Frame] = []
        self._blocks: list[Frame] = []
        self._inlines: list[Frame] = []
        self._shown = self._again = 0

    def close(self) -> str:
        """Close what is open, and return all that was written."""
        while self._open:
            self._pop()
        return "".join(self._out)

    def write(self, text: str) -> None:
        """Write a text as it stands."""
        self._out.append(text)

    @property
    def here(self) -> str:
        """The name of the innermost block, or ""."""
        return self._blocks[-1].name if self._blocks else ""

    @property
    def state(self) -> str:
        """What the innermost block has held so far."""
        return self._blocks[-1].state

    @property
    def is_inline(self) -> bool:
        """Whether formatting is open, written or not."""
        return bool(self._inlines)

    def within(self, forbidden: frozenset[str] | set[str]) -> bool:
        """Tell whether any of these elements is open in what is written."""
        return bool(forbidden) and any(frame.name in forbidden for frame in self._open if frame.end)

    def takes_blocks(self) -> bool:
        """Tell whether a block may stand here."""
        return not self._blocks or self._blocks[-1].name not in NO_BLOCKS | LISTS | {"dl"}

    def place(self, name: str) -> None:
        """Make sure that a block, or text, may stand here: lists get their items, items their list."""
        self.close_implied(name)
        here = self._blocks[-1] if self._blocks else None
        where = here.name if here else ""
        if where in LISTS and name != "li":
            self._imply("li")
        elif name == "li" and where not in LISTS:
            self.place("ul")
            self._imply("ul")
        elif here and where == "dl":
            if name != "dt" and not here.state:
                self._out.append("<dt></dt>")
            if name not in ("dd", "dt"):
                self._imply("dd")
            here.state = "dt" if name == "dt" else "dd"
        elif here and here.state != "figcaption":
            here.state = name

    def close_implied(self, name: str) -> None:
        """Close what was only implied and ends where an element, or text, begins."""
        while self._open and self._open[-1].implied and not _stays(self._open[-1].name, name):
            self.hide()
            self._pop()

    def _imply(self, name: str) -> None:
        self.hide()
        self._out.append(f"<{name}>")
        self.push(Frame(name, f"<{name}>", f"</{name}>", implied=True))

    def push_inline(self, frame: Frame) -> None:
        """Note formatting that is open; it is written before the next text."""
        self._open.append(frame)
        self._inlines.append(frame)

    def push(self, frame: Frame) -> None:
        """Note an open element; one without tags of its own is in neither list."""
        self._open.append(frame)
        if frame.end:
            self._blocks.append(frame)

    def end(self) -> None:
        """Close the innermost element that the body itself opened."""
        while self._open[-1].implied:
            self.hide()
            self._pop()
        frame = self._open[-1]
        if self._inlines and self._inlines[-1] is frame:
            if not frame.used and self.takes_text():
                self.show()
            if self._shown == len(self._inlines):
                self._shown -= 1
                self._out.append(frame.end)
            self._inlines.pop()
            self._open.pop()
        else:
            self.hide()
            self._pop()

    def takes_text(self) -> bool:
        """Tell whether text may stand here as it is."""
        return not self._blocks or self._blocks[-1].name not in LISTS | {"dl", "tr", "tbody", "table"}

    def _pop(self) -> None:
        """Close the innermost element, a block."""
        frame = self._open.pop()
        if frame.end:
            if frame.name == "dl" and frame.state == "dt":
                self._out.append("<dd></dd>")
            self._out.append(frame.end)
            self._blocks.pop()

    def show(self) -> None:
        """Open all formatting: text comes next."""
        for frame in self._inlines[self._shown :]:
            if frame.used:
                frame.start = _ID.sub("", frame.start)
                self._again += len(frame.start)
                if self._again > _AGAIN:
                    frame.start = frame.end = ""
            self._out.append(frame.start)
            frame.used = True
        self._shown = len(self._inlines)

    def hide(self) -> None:
        """Close all formatting until the next text: a block begins or ends."""
        self._out.extend(frame.end for frame in reversed(self._inlines[: self._shown]))
        self._shown = 0


def _stays(implied: str, name: str) -> bool:
    """Tell whether an element that was added takes in what comes next."""
    return name == "li" if implied in LISTS else name not in ("dd", "dt", "li")
