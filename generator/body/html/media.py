"""Write pictures, sound and films with their parts in order (HTML standard, 4.8), and recognise ruby."""

from __future__ import annotations

from generator.body.html.attributes import tag
from generator.body.html.content_model import INLINE, RUBY_PARTS, VOID_INLINE
from generator.body.html.tree import Element, Item

#: Elements that a line of text may hold.
_LINE = INLINE | VOID_INLINE


def media_html(element: Element, inside: list[Item]) -> str:
    """Return the HTML of an element of `MEDIA` with its parts in order, and the text of other content."""
    text = "".join([item for item in inside if isinstance(item, str)])
    parts = [item for item in inside if isinstance(item, Element)]
    if element.name == "picture":
        return _picture(element, parts, text.strip())
    tracks = [part for part in parts if part.name == "track"]
    sources = [part for part in parts if part.name == "source" and "src" not in element.attributes]
    return f"{_tags([element, *sources, *tracks])}{text}</{element.name}>"


def _picture(element: Element, parts: list[Element], text: str) -> str:
    images = [part for part in parts if part.name == "img"][:1]
    sources = [part for part in parts if part.name == "source" and "srcset" in part.attributes]
    return f"{_tags([element, *sources, *images])}</picture>{text}" if images else text


def _tags(elements: list[Element]) -> str:
    return "".join([tag(element.name, element.attributes) for element in elements])


def is_ruby(ruby: Element, inside: list[Item]) -> bool:
    """Tell whether this is what a <ruby> may hold (HTML standard, 4.5.10).

    That is a line of text, and beside it, or beside each part of it, another line.
    """
    beside: list[Element] = []
    for item in inside:
        if isinstance(item, Element) and item.name not in _LINE:
            if item.name not in RUBY_PARTS or item.parent != "ruby":
                return False
            beside.append(item)
    if not any(part.name in ("rt", "rtc") for part in beside):
        return False
    is_blank = isinstance(last := inside[-1], str) and not last.strip()
    end = ruby.end - (2 if is_blank else 1)
    return beside[-1].end == end and beside[-1].name != "rb"
