"""Decide whether an SVG picture is one that may be kept: it may run nothing and load nothing."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

#: Elements that run, load or embed things, by their local names in small letters.
_ACTIVE = frozenset(
    ("script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "audio", "video", "link")
)
_URL = re.compile(r"url\s*\(\s*[\"']?\s*(?!#)|@import|expression\s*\(|\\", re.IGNORECASE)
#: Declarations can define entities, and instructions can load style sheets.
_DECLARATION = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_INLINE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
_SVG = "{http://www.w3.org/2000/svg}svg"


class SvgError(Exception):
    """A picture in SVG is not kept; the text says why."""


class Size(NamedTuple):
    """Width and height in pixels; 0 where the picture has none."""

    width: int
    height: int


def is_svg(data: bytes) -> bool:
    """Return whether bytes look like a picture in SVG."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and re.search(rb"<svg[\s>]", start) is not None


def svg_size(data: bytes) -> Size:
    """Return the size of a picture in SVG. Raises SvgError for one that may not be kept."""
    if _DECLARATION.search(data):
        raise SvgError("it is an SVG with declarations")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314, without declarations there are no entities
    except ElementTree.ParseError:
        raise SvgError("it is an SVG that is not well-formed") from None
    if root.tag != _SVG:
        raise SvgError("it is not an SVG")
    for element in root.iter():
        _check(element)
    return _size(root)


def _check(element: ElementTree.Element) -> None:
    if not isinstance(element.tag, str):
        return
    if _local(element.tag) in _ACTIVE:
        raise SvgError(f"it is an SVG with <{_local(element.tag)}>")
    if _local(element.tag) == "style" and _URL.search("".join(element.itertext())):
        raise SvgError("it is an SVG whose style loads something")
    for name, value in element.attrib.items():
        local = _local(name)
        if local.startswith("on"):
            raise SvgError(f"it is an SVG with {local}")
        if local in ("href", "src") and not _INLINE.match(value):
            raise SvgError("it is an SVG that names other addresses")
        if local == "attributename" and value.lower().endswith(("href", "src")):
            raise SvgError("it is an SVG that changes its addresses")
        if _URL.search(value):
            raise SvgError("it is an SVG that loads something")


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _size(root: ElementTree.Element) -> Size:
    sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if sides[0] and sides[1]:
        return Size(round(float(sides[0][1])), round(float(sides[1][1])))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        return Size(round(float(box[2])), round(float(box[3])))
    except (ValueError, IndexError, OverflowError):
        return Size(0, 0)
