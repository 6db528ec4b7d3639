"""Read the HTML that nh3 writes into elements with the attributes that they have on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from generator.body.html.attributes import Attributes, written_attributes
from generator.body.html.content_model import LINK, MISPLACED, NO_TEXT, traits
from generator.body.html.elements import VOID

#: Returns the attributes of an element on a page, from its name and those that are written;
#: None removes the element.
AttributeRule = Callable[[str, Mapping[str, str]], Attributes | None]

#: Elements that the HTML standard has given up (16.2), and those with the same meaning.
_SUCCESSORS = {"acronym": "abbr", "big": "span", "center": "div", "strike": "s", "tt": "code"}
#: The text inside is never shown, and is the only one that nh3 leaves unescaped.
_FRAME = re.compile(r"<iframe([^<>]*)>.*?</iframe>", re.DOTALL)
_TEXT_MATTERS = NO_TEXT | {"pre"}
_CHILDLESS = VOID | {"iframe"}


class Element:
    """An element of a tree.

    `parent` is the name of the element around it, "" for the outermost. `end` is the index in `Tree.items` at
    which it ends.

    `holds` joins the traits (`content_model`) of all elements inside, however deep.
    """

    __slots__ = ("attributes", "end", "holds", "name", "parent")

    def __init__(self, name: str, attributes: Attributes, parent: str) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.holds = self.end = 0


#: The start of an element, an escaped text, or the end of an element.
Item = Element | str | None


class Tree(NamedTuple):
    """A tree, flat: `items` has each element where it starts, and None where it ends.

    Texts are never next to each other. `holds` joins the traits of all elements.
    """

    items: list[Item]
    holds: int


def parse(html: str, rule: AttributeRule) -> Tree:
    """Return the tree that nh3 has written as HTML, without the elements that `rule` removes.

    In what it writes, a `<` begins a tag, each element has its end tag, and values are in double quotes and
    have no `<` or `>`.
    """
    if "<iframe" in html:
        html = _FRAME.sub(r"<iframe\1>", html)
    first, *pieces = html.split("<")
    items: list[Item] = [first] if first else []
    around: list[Element] = []
    parent = Element("", {}, "")
    for piece in pieces:
        tag, _, text = piece.partition(">")
        child: Element | None
        if tag[0] == "/":
            child, parent = parent, around.pop()
            _end(child, parent, items)
        elif (child := _element(tag, parent, rule)) is not None:
            items.append(child)
            if child.name in _CHILDLESS:
                _end(child, parent, items)
            else:
                around.append(parent)
                parent = child
        if text and parent.name in _TEXT_MATTERS:
            text = _text(text, parent, is_first=child is parent)
        if text and child is None:
            _join(items, text)
        elif text:
            items.append(text)
    return Tree(items, parent.holds)


def _end(child: Element, parent: Element, items: list[Item]) -> None:
    child.end = len(items)
    items.append(None)
    if child.holds:
        parent.holds |= child.holds
        if child.name == "a" and child.holds & LINK:
            parent.holds |= MISPLACED


def _join(items: list[Item], text: str) -> None:
    """Append a text behind an element that was removed."""
    if items and isinstance(before := items[-1], str):
        items[-1] = before + text
    else:
        items.append(text)


def _text(text: str, parent: Element, *, is_first: bool) -> str:
    """Return a text of an element where not every text may be, or is read as it is written."""
    if parent.name != "pre":
        parent.holds |= 0 if text.isspace() else MISPLACED
    elif is_first and text[0] == "\n":
        return f"\n{text}"  # parsers drop a newline at the start
    return text


def _element(tag: str, parent: Element, rule: AttributeRule) -> Element | None:
    """Return the element that a start tag, without its brackets, opens in a parent; None if it is removed."""
    name, _, rest = tag.partition(" ")
    written = written_attributes(rest) if rest else {}
    if name in _SUCCESSORS:
        written = {"align": "center", **written} if name == "center" else written
        name = _SUCCESSORS[name]
    attributes = rule(name, written)
    if attributes is None:
        return None
    parent.holds |= traits(name, parent.name)
    return Element(name, attributes, parent.name)
