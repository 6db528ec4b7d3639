"""Read the HTML that nh3 writes into elements with the attributes that they have on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from generator.body.html.attributes import Attributes, written_attributes
from generator.body.html.content_model import LINK, MISPLACED, NAMELESS, NO_TEXT, traits
from generator.body.html.elements import VOID, names
from generator.body.html.link_names import as_text, is_read, name_of, text_of

#: Returns the attributes of an element on a page, from its name and those that are written;
#: None removes the element.
AttributeRule = Callable[[str, Mapping[str, str]], Attributes | None]

#: Elements that the HTML standard has given up (16.2), and those with the same meaning.
_SUCCESSORS = {"acronym": "abbr", "big": "span", "center": "div", "strike": "s", "tt": "code"}
#: The text inside is never shown, and is the only one that nh3 leaves unescaped.
_FRAME = re.compile(r"<iframe([^<>]*)>.*?</iframe>", re.DOTALL)
_TEXT_MATTERS = NO_TEXT | {"pre"}
_CHILDLESS = VOID | {"iframe"}
#: What a link may hold that has a name of its own, or that is moved out of it.
_NAMED_ALONE = names("audio details iframe input summary table video")


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
    first, *pieces = _without_frames(html).split("<")
    items: list[Item] = [first] if first else []
    around: list[Element] = []
    parent = Element("", {}, "")
    for piece in pieces:
        tag, _, text = piece.partition(">")
        child: Element | None
        if tag[0] == "/":
            ended, parent = parent, around.pop()
            child = _end(ended, parent, items)
        elif (child := _element(tag, parent, rule)) is not None:
            parent = _begin(child, parent, items, around)
        elif tag[:2] in ("a", "a "):
            around.append(parent)  # only its tags are left out
        if text and parent.name in _TEXT_MATTERS:
            text = _text(text, parent, is_first=child is parent)
        if text and child is None:
            _join(items, text)
        elif text:
            items.append(text)
    if parent.holds & NAMELESS:
        _name_pictures(items)
    return Tree(items, parent.holds)


def _without_frames(html: str) -> str:
    return _FRAME.sub(r"<iframe\1>", html) if "<iframe" in html else html


def _begin(child: Element, parent: Element, items: list[Item], around: list[Element]) -> Element:
    """Begin an element; return the one that takes what follows."""
    items.append(child)
    if child.name in _CHILDLESS:
        _end(child, parent, items)
        return parent
    around.append(parent)
    return child


def _end(child: Element, parent: Element, items: list[Item]) -> Element | None:
    """End an element, and return it; None if only its content is left, as of a link that shows nothing."""
    if child is parent:
        return None
    if child.name == "a" and not _is_read(items[-1]) and not _name_link(child, items):
        parent.holds |= child.holds
        return None
    child.end = len(items)
    items.append(None)
    if child.holds:
        parent.holds |= child.holds
        if child.name == "a" and child.holds & LINK:
            parent.holds |= MISPLACED
    return child


def _is_read(item: Item) -> bool:
    return isinstance(item, str) and is_read(item)


def _name_link(link: Element, items: list[Item]) -> bool:
    """Give a link a name where nothing in it is read; False if it shows nothing, and was removed."""
    if "href" not in link.attributes or link.attributes.get("aria-label", "").strip():
        return True
    start = _start(link, items)
    inside = [item for item in items[start + 1 :] if isinstance(item, Element)]
    pictures = [item for item in inside if item.name == "img"]
    if _is_named(items[start + 1 :]) or any(item.name in _NAMED_ALONE for item in inside):
        return True
    titles = [one.attributes.get("title", "").strip() for one in (link, *pictures)]
    title = next(filter(None, titles), "")
    if pictures:
        pictures[0].attributes["alt"] = title
        link.holds |= 0 if title else NAMELESS
    elif title:
        _join(items, as_text(title))
    elif "id" in link.attributes:
        link.name, link.attributes = "span", {"id": link.attributes["id"]}
    else:
        _leave_out(start, items)
        return False
    return True


def _start(element: Element, items: list[Item]) -> int:
    """Return the index of an element that has not ended yet."""
    index = len(items) - 1
    while items[index] is not element:
        index -= 1
    return index


def _leave_out(start: int, items: list[Item]) -> None:
    """Remove the start of an element that has not ended yet."""
    del items[start]
    for item in items[start:]:
        if isinstance(item, Element):
            item.end -= 1
    if (
        start < len(items)
        and isinstance(text := items[start], str)
        and start
        and isinstance(items[start - 1], str)
    ):
        del items[start]
        for item in items[start:]:
            if isinstance(item, Element):
                item.end -= 1
        items[start - 1] = f"{items[start - 1]}{text}"


def _is_named(inside: list[Item]) -> bool:
    """Tell whether the content of a link has anything to read."""
    return any(
        is_read(item) if isinstance(item, str) else item is not None and item.attributes.get("alt", "") != ""
        for item in inside
    )


def _name_pictures(items: list[Item]) -> None:
    """Name the pictures of links that nothing in them names: by the caption, else by the link's address."""
    caption, end = "", -1
    for index, item in enumerate(items):
        if isinstance(item, Element) and item.name == "figure":
            caption, end = _caption(items[index : item.end]), item.end
        elif isinstance(item, Element) and item.name == "a" and item.holds & NAMELESS:
            inside = (one for one in items[index : item.end] if isinstance(one, Element))
            picture = next(one for one in inside if one.name == "img")
            picture.attributes["alt"] = (caption if index < end else "") or name_of(item.attributes["href"])


def _caption(figure: list[Item]) -> str:
    """Return the text of the caption in a figure, "" without one."""
    depth, texts = 0, []
    for item in figure:
        if isinstance(item, Element):
            depth += 1 if depth or item.name == "figcaption" else 0
        elif item is None:
            depth -= 1 if depth else 0
        elif depth:
            texts.append(item)
    return text_of(" ".join(texts))


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
    if name == "a" and "href" not in attributes:
        name = "span"  # only its id is left
    parent.holds |= traits(name, parent.name)
    return Element(name, attributes, parent.name)
