"""Read the size of a picture in SVG from its first tag, as browsers lay it out; nothing is run or loaded."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Bytes within which the first tag has to end.
HEAD = 65_536
#: What may stand before the first tag (XML 1.0, 2.8), and the tag.
_TAG = re.compile(
    rb"\A\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>\s*+)*+"
    rb"<svg(?=[\s>/])((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"(?<=\s)(width|height|viewBox)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_LENGTH = re.compile(rb"\s*(\d{1,6}(?:\.\d{1,9})?)\s*(?:px)?\s*")
_NUMBER = re.compile(rb"\d{1,9}(?:\.\d{1,9})?")
_BOX = re.compile(rb"\s*[^\s,]+[\s,]+[^\s,]+[\s,]+(\S+?)[\s,]+(\S+?)\s*")
#: Pixels of the column of text in the shipped themes, which a picture with proportions alone fills.
_COLUMN = 720
#: Pixels; larger sides are a mistake.
_LONGEST_SIDE = 100_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Size(NamedTuple):
    """Width and height in pixels; 0 where the picture has none."""

    width: int
    height: int


def svg_size(head: bytes) -> Size:
    """Return the size that the first bytes of a file give; (0, 0) for one without a size, or no SVG.

    One that gives only its proportions (`viewBox`) fills the column, as in browsers.
    """
    tag = _TAG.match(head.removeprefix(_BYTE_ORDER_MARK))
    given = {name: one or other for name, one, other in _ATTRIBUTE.findall(tag[1])} if tag else {}
    width, height = (_length(given.get(name, b"")) for name in (b"width", b"height"))
    ratio = _ratio(given.get(b"viewBox", b""))
    if ratio and not (width and height):
        width = width or (height / ratio if height else _COLUMN)
        height = height or width * ratio
    sides = Size(round(width), round(height))
    return sides if all(0 < side <= _LONGEST_SIDE for side in sides) else Size(0, 0)


def _length(value: bytes) -> float:
    """Return a length in pixels; 0 for one of the page's (`100%`) or of a printer's (`12cm`)."""
    found = _LENGTH.fullmatch(value)
    return float(found[1]) if found else 0.0


def _ratio(box: bytes) -> float:
    """Return height by width of a view box; 0 for none."""
    found = _BOX.fullmatch(box)
    sides = [_NUMBER.fullmatch(side) for side in found.groups()] if found else []
    width, height = (float(side[0]) if side else 0.0 for side in sides) if sides else (0.0, 0.0)
    return height / width if width else 0.0
