"""Sanitised bodies whose elements stand where they may not are written anew, with nothing lost that is shown.

Formatting around blocks moves into them, as parsers do with what is closed in the wrong order. What lacks its
list gets one. What has no place where it stands becomes a `<div>`, or leaves its content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.body.contents import (
    BLOCKS,
    HEADINGS,
    IN_LINE,
    INLINE,
    LISTS,
    NO_BLOCKS,
    NOT_WITHIN,
    PARTS,
    TRANSPARENT,
    WHOLE,
    is_known,
    is_ruby,
)
from generator.body.elements import VOID
from generator.body.media import whole
from generator.body.values import is_time

_TOKEN = re.compile(r"<(/?)([a-z][^\s/>]*)([^<>]*)>")
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})[ >]")
#: What reacts to a click itself, or will (`steady`), and so may not stand in a link.
_INTERACTIVE = re.compile(r"<(?:audio|details|iframe|input|pre|summary|table|video)[ >]")
_GLOBAL = re.compile(r' (?:class|dir|id|lang|title)="[^"]*"')
_ID = re.compile(r' id="[^"]*"')
_SUMMARY_NEXT = re.compile(r"\s*<summary[ >]")
_CAPTION_LAST = re.compile(r"\s*</figure>")
_BLANK = re.compile(r"\s*</[^<>]*>")
_EMPTY_ROW = re.compile(r"<tr(?: [^<>]*)?>\s*</tr>")
#: Characters of tags that are written again, in one body after another block.
_AGAIN = 100_000


def nest(html: str) -> str:
    """Return sanitised HTML in which all elements stand where they may. Done twice, it is the same.

    The tables of cells are not looked at, nor bodies with elements that site.yaml adds.
    """
    if not is_known(html):
        return html
    return _Nester(_EMPTY_ROW.sub("", html) if "</tr" in html else html).run()


@dataclass(slots=True)
class _Frame:
    """An open element; `end` is "" where its tags are left out. `state` is what it has held so far."""

    name: str
    start: str
    end: str
    implied: bool = False
    used: bool = False
    state: str = ""


class _Nester:
    """Writes one body anew.

    `_open` are all open elements, `_blocks` the blocks among them that are written, `_inlines` the others. Of
    those the first `_shown` are open in what is written: they open before a text and close before a block.
    """

    def __init__(self, html: str) -> None:
        self._html = html
        self._out: list[str] = []
        self._open: list[_Frame] = []
        self._blocks: list[_Frame] = []
        self._inlines: list[_Frame] = []
        self._shown = self._again = 0

    def run(self) -> str:
        position = 0
        while token := _TOKEN.search(self._html, position):
            goes_on = not token[1] and token[2] not in BLOCKS
            self._text(self._html[position : token.start()], goes_on=goes_on)
            position = self._token(token)
        self._text(self._html[position:])
        while self._open:
            self._pop()
        return "".join(self._out)

    # --- what is read ---

    def _text(self, text: str, *, goes_on: bool = False) -> None:
        """Write a text. White space belongs to the line that `goes_on` after it, if one does."""
        if text.strip(" \t\n\f"):
            self._place("#text")
            self._show()
        elif text and goes_on and self._takes_text():
            self._show()
        self._out.append(text)

    def _token(self, token: re.Match[str]) -> int:
        """Deal with a tag and return where to read on."""
        name, end = token[2], token.end()
        if token[1]:
            self._end()
        elif name in WHOLE:
            end = self._whole(token)
        elif name in IN_LINE:
            self._text(token[0])
        elif name in INLINE:
            end = self._inline(token)
        elif name not in PARTS:
            self._block(token)
        elif name not in ("source", "track"):
            self._push(_Frame(name, "", ""))
        return end

    def _whole(self, token: re.Match[str]) -> int:
        name, end = token[2], self._end_of(token[2], token.end())
        content = self._html[token.end() : end - len(f"</{name}>")]
        if name == "ruby" and not is_ruby(content):
            self._push(_Frame(name, "", ""))
            return token.end()
        self._text(whole(name, token[0], content))
        return end

    def _end_of(self, name: str, position: int) -> int:
        """Return where an element ends whose content begins at a position."""
        depth = 1
        for tag in re.compile(rf"<(/?){name}(?: [^<>]*)?>").finditer(self._html, position):
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
        return len(self._html)

    def _inline(self, token: re.Match[str]) -> int:
        """Deal with the start tag of an inline element, or with the whole where it is blank."""
        name, start, end = token[2], token[0], token.end()
        content = self._html[token.end() : self._html.find(f"</{name}>", token.end())] if _asks(token) else ""
        if self._is_out_of_place(name, start, content):
            self._push(_Frame(name, "", ""))
        elif blank := _BLANK.match(self._html, end):
            end = blank.end()
            self._text(self._html[token.start() : end])
        elif _BLOCK.search(content) and not self._inlines and self._takes_blocks():
            self._block(token)
        else:
            self._open.append(_Frame(name, start, f"</{name}>"))
            self._inlines.append(self._open[-1])
        return end

    def _is_out_of_place(self, name: str, start: str, content: str) -> bool:
        if name == "a":
            return _INTERACTIVE.search(content) is not None or self._within({"a"})
        if name == "time":
            return " datetime=" not in start and not is_time(content)
        needed = {"bdo": " dir=", "data": " value="}.get(name, "")
        return needed not in start or (name == "dfn" and self._within({"dfn"}))

    def _takes_blocks(self) -> bool:
        return not self._blocks or self._blocks[-1].name not in NO_BLOCKS | LISTS | {"dl"}

    def _block(self, token: re.Match[str]) -> None:
        self._hide()
        name, start = token[2], token[0]
        self._close_implied(name)
        here = self._blocks[-1].name if self._blocks else ""
        if (here in NO_BLOCKS and not self._is_title(name, here)) or (here == "dl" and name == "div"):
            self._out.append("\n")
            self._open += [] if name in VOID else [_Frame(name, "", "")]
            return
        allowed = self._allowed(name, here, token.end())
        if allowed != name:
            start = f"<{allowed}{''.join(_GLOBAL.findall(token[3]))}>"
        self._place(allowed)
        self._out.append(start)
        if name not in VOID:
            self._push(_Frame(allowed, start, f"</{allowed}>"))

    def _is_title(self, name: str, here: str) -> bool:
        return here == "summary" and name in HEADINGS and not self._within(NOT_WITHIN[name])

    def _allowed(self, name: str, here: str, position: int) -> str:
        """Return the name under which an element may stand here, whose content begins at a position."""
        match name:
            case "dd" | "dt":
                fits = here == "dl"
            case "details":
                fits = _SUMMARY_NEXT.match(self._html, position) is not None
            case "summary":
                fits = here == "details" and not self._blocks[-1].state
            case "figcaption":
                fits = here == "figure" and self._is_caption_here(position)
            case "hgroup":
                fits = False
            case _:
                fits = not self._within(NOT_WITHIN.get(name, frozenset()))
        return name if fits else "div"

    def _is_caption_here(self, position: int) -> bool:
        """Tell whether a caption is the only one, and first or last of its figure."""
        state = self._blocks[-1].state
        end = self._html.find("</figcaption>", position) + len("</figcaption>")
        return not state or (state != "figcaption" and _CAPTION_LAST.match(self._html, end) is not None)

    def _within(self, forbidden: frozenset[str] | set[str]) -> bool:
        return bool(forbidden) and any(frame.name in forbidden for frame in self._open if frame.end)

    # --- what is written ---

    def _place(self, name: str) -> None:
        """Make sure that a block, or text, may stand here: lists get their items, items their list."""
        self._close_implied(name)
        here = self._blocks[-1] if self._blocks else None
        where = here.name if here else ""
        if where in LISTS and name != "li":
            self._imply("li")
        elif name == "li" and where not in LISTS:
            self._place("ul")
            self._imply("ul")
        elif here and where == "dl":
            if name != "dt" and not here.state:
                self._out.append("<dt></dt>")
            if name not in ("dd", "dt"):
                self._imply("dd")
            here.state = "dt" if name == "dt" else "dd"
        elif here and here.state != "figcaption":
            here.state = name

    def _close_implied(self, name: str) -> None:
        while self._open and self._open[-1].implied and not _stays(self._open[-1].name, name):
            self._hide()
            self._pop()

    def _imply(self, name: str) -> None:
        self._hide()
        self._out.append(f"<{name}>")
        self._push(_Frame(name, f"<{name}>", f"</{name}>", implied=True))

    def _push(self, frame: _Frame) -> None:
        """Note an open element; one without tags of its own is in neither list."""
        self._open.append(frame)
        if frame.end:
            self._blocks.append(frame)

    def _end(self) -> None:
        while self._open[-1].implied:
            self._hide()
            self._pop()
        frame = self._open[-1]
        if self._inlines and self._inlines[-1] is frame:
            if not frame.used and self._takes_text():
                self._show()
            if self._shown == len(self._inlines):
                self._shown -= 1
                self._out.append(frame.end)
            self._inlines.pop()
            self._open.pop()
        else:
            self._hide()
            self._pop()

    def _takes_text(self) -> bool:
        return not self._blocks or self._blocks[-1].name not in LISTS | {"dl", "tr", "tbody", "table"}

    def _pop(self) -> None:
        """Close the innermost element, a block."""
        frame = self._open.pop()
        if frame.end:
            if frame.name == "dl" and frame.state == "dt":
                self._out.append("<dd></dd>")
            self._out.append(frame.end)
            self._blocks.pop()

    def _show(self) -> None:
        for frame in self._inlines[self._shown :]:
            if frame.used:
                frame.start = _ID.sub("", frame.start)
                self._again += len(frame.start)
                if self._again > _AGAIN:
                    frame.start = frame.end = ""
            self._out.append(frame.start)
            frame.used = True
        self._shown = len(self._inlines)

    def _hide(self) -> None:
        self._out.extend(frame.end for frame in reversed(self._inlines[: self._shown]))
        self._shown = 0


def _asks(token: re.Match[str]) -> bool:
    """Tell whether it matters what an inline element holds."""
    return token[2] in TRANSPARENT or (token[2] == "time" and " datetime=" not in token[3])


def _stays(implied: str, name: str) -> bool:
    """Tell whether an element that was added takes in what comes next."""
    return name == "li" if implied in LISTS else name not in ("dd", "dt", "li")
