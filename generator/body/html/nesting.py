"""Write the elements of a body where the content model allows them, and lose nothing that is shown.

Formatting around blocks moves into them, as parsers do with what is closed in the wrong order. What lacks its
list gets one. An element that may not be where it is becomes a `<div>`, or leaves its content.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.body.accessibility import Labels
from generator.body.html.attribute_values import is_time
from generator.body.html.content_model import (
    BLOCK,
    BLOCKS,
    HEADINGS,
    INLINE,
    INTERACTIVE,
    MEDIA,
    MISPLACED,
    NO_BLOCKS,
    NOT_WITHIN,
    RUBY_PARTS,
    TRANSPARENT,
    UNKNOWN,
    VOID_INLINE,
)
from generator.body.html.elements import VOID, names
from generator.body.html.media import is_ruby, media_html
from generator.body.html.open_elements import OpenElement, OpenElements
from generator.body.html.tree import Element, Item, Tree
from generator.body.html.writer import Writer

#: Attributes that mean the same on any element, also on one that becomes a `<div>`.
_GLOBAL = names("class dir id lang title")
#: Inline elements that mean nothing without an attribute.
_NEEDED = {"bdo": "dir", "data": "value"}


def write(tree: Tree, labels: Labels | None) -> str:
    """Return the HTML of a tree in which all elements are where they may be. Done twice, it is the same.

    The grids of tables are not looked at. Trees with elements that the content model does not know, those
    that site.yaml adds, are written as they are.
    """
    writer = Writer(labels)
    if tree.holds & UNKNOWN or not tree.holds & MISPLACED:
        _copy(tree.items, writer)
    else:
        _Nester(tree.items, writer).run()
    return writer.html()


def _copy(items: list[Item], writer: Writer) -> None:
    """Write a tree as it is."""
    opened: list[str] = []
    position, end = 0, len(items)
    while position < end:
        item = items[position]
        position += 1
        if item is None:
            writer.close(opened.pop())
        elif isinstance(item, str):
            writer.text(item)
        elif item.end == position:
            writer.element(item.name, item.attributes, "")
            position += 1
        elif item.end == position + 1 and isinstance(text := items[position], str):
            writer.element(item.name, item.attributes, text)
            position += 2
        else:
            writer.open(item.name, item.attributes)
            opened.append(item.name)


def _text_of(items: list[Item], position: int) -> str | None:
    """Return the content of the element before a position, escaped, where it is text alone; else None."""
    text = items[position]
    if text is None:
        return ""
    return text if isinstance(text, str) and items[position + 1] is None else None


class _Nester:
    """Reads one tree in its order, and decides which of its elements are written where."""

    def __init__(self, items: list[Item], writer: Writer) -> None:
        self._items = items
        self._next = 0
        self._writer = writer
        self._open = OpenElements(writer)
        #: Where the innermost <ruby> ends that is one.
        self._ruby_end = -1

    def run(self) -> None:
        while self._next < len(self._items):
            item = self._items[self._next]
            self._next += 1
            if item is None:
                self._open.end()
            elif isinstance(item, str):
                following = self._items[self._next] if self._next < len(self._items) else None
                self._text(item, goes_on=isinstance(following, Element) and following.name not in BLOCKS)
            else:
                self._element(item)
        self._open.close_all()

    def _skip(self, element: Element) -> list[Item]:
        """Return what is inside an element that begins here, and go on behind it."""
        inside = self._items[self._next : element.end]
        self._next = element.end + 1
        return inside

    def _text(self, text: str, *, goes_on: bool) -> None:
        """Write a text. White space belongs to the line that `goes_on` after it, if one does."""
        if text.strip(" \t\n\f"):
            self._make_place_for_text()
        elif goes_on and self._open.takes_text():
            self._open.show()
        self._writer.text(text)

    def _make_place_for_text(self) -> None:
        self._open.make_place("#text")
        self._open.show()

    def _element(self, element: Element) -> None:
        name = element.name
        if name in VOID_INLINE:
            self._skip(element)
            self._make_place_for_text()
            self._writer.open(name, element.attributes)
        elif name in MEDIA:
            if html := media_html(element, self._skip(element)):
                self._text(html, goes_on=False)
        elif name in INLINE:
            self._inline(element)
        elif name == "ruby":
            self._ruby(element)
        elif name in RUBY_PARTS:
            self._format(element) if self._next <= self._ruby_end else self._leave_out(element)
        elif name in BLOCKS:
            self._block(element)
        else:
            self._skip(element)

    def _leave_out(self, element: Element) -> None:
        """Write what an element holds, without its tags."""
        self._open.push(OpenElement(element.name, {}, is_written=False))

    def _format(self, element: Element) -> None:
        """Open formatting, or write it at once where it holds nothing that opens it."""
        blank = _text_of(self._items, self._next)
        if blank is not None and not blank.strip(" \t\n\f"):
            self._skip(element)
            self._make_place_for_text()
            self._writer.element(element.name, element.attributes, blank)
            return
        self._open.push_inline(OpenElement(element.name, element.attributes))

    def _ruby(self, element: Element) -> None:
        if is_ruby(element, self._items[self._next : element.end]):
            self._ruby_end = element.end
            self._format(element)
        else:
            self._leave_out(element)

    def _inline(self, element: Element) -> None:
        if self._is_out_of_place(element):
            self._leave_out(element)
        elif element.name in TRANSPARENT and element.holds & BLOCK and self._takes_blocks():
            self._block(element)
        else:
            self._format(element)

    def _takes_blocks(self) -> bool:
        return not self._open.is_inline and self._open.takes_blocks()

    def _is_out_of_place(self, element: Element) -> bool:
        match element.name:
            case "a":
                return bool(element.holds & INTERACTIVE) or self._open.within({"a"})
            case "dfn":
                return self._open.within({"dfn"})
            case "time":
                text = _text_of(self._items, self._next)
                return "datetime" not in element.attributes and not is_time(text or "")
            case name:
                return name in _NEEDED and _NEEDED[name] not in element.attributes

    def _block(self, element: Element) -> None:
        self._open.hide()
        name = element.name
        self._open.close_implied(name)
        here = self._open.block
        if (here in NO_BLOCKS and not self._is_title(name, here)) or (here == "dl" and name == "div"):
            self._writer.text("\n")
            self._leave_out(element)
            return
        allowed = name if self._fits(element, here) else "div"
        attributes = element.attributes if allowed == name else _global(element.attributes)
        self._open.make_place(allowed)
        if name in VOID:
            self._skip(element)
            self._writer.open(allowed, attributes)
        else:
            self._open.push(OpenElement(allowed, attributes))

    def _is_title(self, name: str, here: str) -> bool:
        return here == "summary" and name in HEADINGS and not self._open.within(NOT_WITHIN[name])

    def _fits(self, element: Element, here: str) -> bool:
        """Tell whether a block may be where it is, in the innermost block of the output."""
        match element.name:
            case "dd" | "dt":
                return here == "dl"
            case "details":
                return self._first_name() == "summary"
            case "summary":
                return here == "details" and not self._open.last
            case "figcaption":
                return here == "figure" and self._is_caption_here(element)
            case "hgroup":
                return False
            case name:
                return not self._open.within(NOT_WITHIN.get(name, frozenset()))

    def _is_caption_here(self, caption: Element) -> bool:
        """Tell whether a caption is the only one, and first or last of its figure."""
        last = self._open.last
        return not last or (last != "figcaption" and caption.parent == "figure" and self._is_last(caption))

    def _is_last(self, element: Element) -> bool:
        """Tell whether only white space comes between the ends of an element and of the one around it."""
        following = self._items[element.end + 1]
        if isinstance(following, str) and not following.strip():
            following = self._items[element.end + 2]
        return following is None

    def _first_name(self) -> str:
        """Return the name of the first element in an element, "" where text comes before it."""
        for item in self._items[self._next : self._next + 2]:
            if isinstance(item, Element):
                return item.name
            if item is None or item.strip():
                break
        return ""


def _global(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name in _GLOBAL}
