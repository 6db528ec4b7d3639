"""Sanitised bodies whose elements stand where they may not are written anew, with nothing lost that is shown.

Formatting around blocks moves into them, as parsers do with what is closed in the wrong order. What lacks its
list gets one. What has no place where it stands becomes a `<div>`, or leaves its content.
"""

from __future__ import annotations

import re

from generator.body.html.attribute_values import is_time
from generator.body.html.content_model import (
    BLOCKS,
    HEADINGS,
    IN_LINE,
    INLINE,
    NO_BLOCKS,
    NOT_WITHIN,
    PARTS,
    TRANSPARENT,
    WHOLE,
    is_known,
    is_ruby,
)
from generator.body.html.elements import VOID
from generator.body.html.media import whole
from generator.body.html.open_elements import Frame, Frames

_TOKEN = re.compile(r"<(/?)([a-z][^\s/>]*)([^<>]*)>")
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})[ >]")
#: What reacts to a click itself, or will (`steady`), and so may not stand in a link.
_INTERACTIVE = re.compile(r"<(?:audio|details|iframe|input|pre|summary|table|video)[ >]")
_GLOBAL = re.compile(r' (?:class|dir|id|lang|title)="[^"]*"')
_SUMMARY_NEXT = re.compile(r"\s*<summary[ >]")
_CAPTION_LAST = re.compile(r"\s*</figure>")
_BLANK = re.compile(r"\s*</[^<>]*>")
_EMPTY_ROW = re.compile(r"<tr(?: [^<>]*)?>\s*</tr>")


def nest(html: str) -> str:
    """Return sanitised HTML in which all elements stand where they may. Done twice, it is the same.

    The tables of cells are not looked at, nor bodies with elements that site.yaml adds.
    """
    if not is_known(html):
        return html
    return _Nester(_EMPTY_ROW.sub("", html) if "</tr" in html else html).run()


class _Nester:
    """Reads one body, and decides what of it is written where."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._frames = Frames()

    def run(self) -> str:
        position = 0
        while token := _TOKEN.search(self._html, position):
            goes_on = not token[1] and token[2] not in BLOCKS
            self._text(self._html[position : token.start()], goes_on=goes_on)
            position = self._token(token)
        self._text(self._html[position:])
        return self._frames.close()

    def _text(self, text: str, *, goes_on: bool = False) -> None:
        """Write a text. White space belongs to the line that `goes_on` after it, if one does."""
        if text.strip(" \t\n\f"):
            self._frames.place("#text")
            self._frames.show()
        elif text and goes_on and self._frames.takes_text():
            self._frames.show()
        self._frames.write(text)

    def _token(self, token: re.Match[str]) -> int:
        """Deal with a tag and return where to read on."""
        name, end = token[2], token.end()
        if token[1]:
            self._frames.end()
        elif name in WHOLE:
            end = self._whole(token)
        elif name in IN_LINE:
            self._text(token[0])
        elif name in INLINE:
            end = self._inline(token)
        elif name not in PARTS:
            self._block(token)
        elif name not in ("source", "track"):
            self._frames.push(Frame(name, "", ""))
        return end

    def _whole(self, token: re.Match[str]) -> int:
        name, end = token[2], self._end_of(token[2], token.end())
        content = self._html[token.end() : end - len(f"</{name}>")]
        if name == "ruby" and not is_ruby(content):
            self._frames.push(Frame(name, "", ""))
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
            self._frames.push(Frame(name, "", ""))
        elif blank := _BLANK.match(self._html, end):
            end = blank.end()
            self._text(self._html[token.start() : end])
        elif _BLOCK.search(content) and not self._frames.is_inline and self._frames.takes_blocks():
            self._block(token)
        else:
            self._frames.push_inline(Frame(name, start, f"</{name}>"))
        return end

    def _is_out_of_place(self, name: str, start: str, content: str) -> bool:
        if name == "a":
            return _INTERACTIVE.search(content) is not None or self._frames.within({"a"})
        if name == "time":
            return " datetime=" not in start and not is_time(content)
        needed = {"bdo": " dir=", "data": " value="}.get(name, "")
        return needed not in start or (name == "dfn" and self._frames.within({"dfn"}))

    def _block(self, token: re.Match[str]) -> None:
        self._frames.hide()
        name, start = token[2], token[0]
        self._frames.close_implied(name)
        here = self._frames.here
        if (here in NO_BLOCKS and not self._is_title(name, here)) or (here == "dl" and name == "div"):
            self._frames.write("\n")
            if name not in VOID:
                self._frames.push(Frame(name, "", ""))
            return
        allowed = self._allowed(name, here, token.end())
        if allowed != name:
            start = f"<{allowed}{''.join(_GLOBAL.findall(token[3]))}>"
        self._frames.place(allowed)
        self._frames.write(start)
        if name not in VOID:
            self._frames.push(Frame(allowed, start, f"</{allowed}>"))

    def _is_title(self, name: str, here: str) -> bool:
        return here == "summary" and name in HEADINGS and not self._frames.within(NOT_WITHIN[name])

    def _allowed(self, name: str, here: str, position: int) -> str:
        """Return the name under which an element may stand here, whose content begins at a position."""
        match name:
            case "dd" | "dt":
                fits = here == "dl"
            case "details":
                fits = _SUMMARY_NEXT.match(self._html, position) is not None
            case "summary":
                fits = here == "details" and not self._frames.state
            case "figcaption":
                fits = here == "figure" and self._is_caption_here(position)
            case "hgroup":
                fits = False
            case _:
                fits = not self._frames.within(NOT_WITHIN.get(name, frozenset()))
        return name if fits else "div"

    def _is_caption_here(self, position: int) -> bool:
        """Tell whether a caption is the only one, and first or last of its figure."""
        state = self._frames.state
        end = self._html.find("</figcaption>", position) + len("</figcaption>")
        return not state or (state != "figcaption" and _CAPTION_LAST.match(self._html, end) is not None)


def _asks(token: re.Match[str]) -> bool:
    """Tell whether it matters what an inline element holds."""
    return token[2] in TRANSPARENT or (token[2] == "time" and " datetime=" not in token[3])
