"""Show pictures that the archive has: with their size, smaller versions, and a link to the original.

These are pictures beside posts, static ones, and those of other hosts that the archive keeps; lost ones are
told of. This is a pass of its own over finished HTML. Bodies without such pictures, which are most, take no
part in it (docs/adr/0026-pictures.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from generator.addresses.folders import find_file_address
from generator.addresses.links import href
from generator.body.accessibility import Labels
from generator.body.html.attributes import Attributes, tag, written_attributes
from generator.body.options import BodyRules, Place
from generator.pictures.addresses import host_of, normal
from generator.pictures.candidates import best_address
from generator.pictures.names import FOLDER, Smaller
from generator.pictures.shown import BESIDE, Shown, from_text

#: An element with its pictures in several formats; the ends of links; a picture; a film with a poster.
_TOKEN = re.compile(
    r"<picture(?: [^<>]*)?>(?:\s*<source [^<>]*>)*\s*(<img [^<>]*>)\s*</picture>"
    r"|<a(?: [^<>]*)?>|</a>|<img ([^<>]*)>|<video ([^<>]*)>"
)
_VERSIONS = re.compile(rf'<img (?=[^<>]*srcset="[^"]*/{FOLDER})([^<>]*)>')
#: Between a path and its query or fragment.
_PATH_END = re.compile("[?#]")
#: Pixels of the column of text in the shipped themes; a picture is not shown wider.
_COLUMN = 720
#: Up to this width a box of a lost picture has its own width, and beyond it that of the column.
_NARROW = 320


def with_pictures(html: str, place: Place, rules: BodyRules, labels: Labels | None) -> str:
    """Return finished HTML of a body in which pictures are shown as `place.targets` says.

    Unknown ones stay as they are. The first picture is not loaded late: it is often seen at once.
    """
    if "<img" not in html and "poster" not in html:
        return html
    known = dict(_known(place))
    return _Body(known, place, rules, labels).written(html) if known else html


def _known(place: Place) -> Iterator[tuple[str, Shown]]:
    """Yield the known pictures: those of other hosts by their normal addresses, files by their links."""
    for key, text in place.targets.items():
        if text and "://" in key:
            yield key, from_text(text)
        elif text.startswith(BESIDE):
            yield f"{place.root}{href(find_file_address(key) or '')}", from_text(text)


def without_old_versions(html: str, smaller: Smaller) -> str:
    """Return the body of a stand-in without smaller versions that may not be there any more.

    The size, number and format of smaller versions may have changed since; a picture beside a post has those
    of now when the body is finished again.
    """

    def checked(found: re.Match[str]) -> str:
        attributes = written_attributes(found[1])
        names = re.findall(rf"/{FOLDER}(\S+) \d+w", attributes["srcset"])
        is_kept = f"/{FOLDER}" in attributes.get("src", "")
        if is_kept and all(smaller.makes(name) for name in names[:-1]):
            return found[0]
        left = {name: value for name, value in attributes.items() if name not in ("srcset", "sizes")}
        return tag("img", left)

    return _VERSIONS.sub(checked, html)


def kept_picture(address: str, place: Place, rules: BodyRules) -> str | None:
    """Return where a picture of another host is kept, as a link from the root or a URL; "" for a lost one.

    None for one that is shown from its own address.
    """
    text = place.targets.get(normal(address), "") if "//" in address else ""
    one = from_text(text) if text else None
    if one is None or one.manner == "away":
        return None
    return f"{rules.picture_url or FOLDER}{one.name}" if one.manner == "kept" else ""


class _Body:
    def __init__(
        self, known: Mapping[str, Shown], place: Place, rules: BodyRules, labels: Labels | None
    ) -> None:
        self._known = known
        self._place = place
        self._rules = rules
        defaults = Labels._field_defaults
        self._original: str = labels.picture_original if labels else defaults["picture_original"]
        self._lost_label: str = labels.picture_lost if labels else defaults["picture_lost"]
        self._in_link = False
        self._is_first = True
        self._base = rules.picture_url or f"{place.root}{FOLDER}"
        self._own = f"{place.root}{FOLDER}"
        self._gone = {self._base + one.name for one in known.values() if one.manner == "gone" and one.name}

    def written(self, html: str) -> str:
        return _TOKEN.sub(self._token, html)

    def _token(self, found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("<a"):
            self._in_link = True
        elif text == "</a>":
            self._in_link = False
        elif text.startswith("<video"):
            return self._film(text, written_attributes(found[3]))
        else:
            written = found[2] if found[1] is None else found[1][5:-1]
            return self._picture(text, written_attributes(written))
        return text

    def _picture(self, text: str, attributes: Attributes) -> str:
        address = best_address(attributes)
        one = self._of(address)
        if one is None:
            # A stand-in was taken from its page, which may have shown a picture that was removed since.
            return self._left(attributes) if address in self._gone else self._early(text)
        match one.manner:
            case "gone":
                return self._left(attributes)
            case "lost":
                return self._lost(one, address, attributes)
            case "away":
                return self._early(tag("img", _sized(attributes, one)))
            case "kept":
                return self._kept(one, self._base + one.name, attributes)
            case "file":
                return self._kept(one, address, attributes)

    def _of(self, address: str) -> Shown | None:
        """Return the known picture at an address, as the body has it."""
        file = self._known.get(_PATH_END.split(address, maxsplit=1)[0])
        if file and file.manner == "file":
            return file
        return self._known.get(normal(address)) if "//" in address else None

    def _left(self, attributes: Attributes) -> str:
        """Return what a removed picture leaves: nothing, but in a link, which has something to read."""
        return escape(attributes.get("alt", ""), quote=False) if self._in_link else ""

    def _early(self, text: str) -> str:
        """Return a picture that is loaded at once, if it is the first."""
        if self._is_first:
            text = text.replace(' loading="lazy"', "", 1)
            self._is_first = False
        return text

    def _kept(self, one: Shown, original: str, attributes: Attributes) -> str:
        shown = _sized(attributes, one)
        for name in ("srcset", "sizes", "referrerpolicy"):
            shown.pop(name, None)
        shown["src"] = original
        is_page = not self._place.page
        smaller = self._rules.smaller
        widths = smaller.below(one.width, one.height) if one.still and is_page else []
        if widths:
            base = self._own if one.manner == "file" else self._base
            candidates = [f"{base}{smaller.name(one.name, width)} {width}w" for width in widths]
            column = min(int(shown.get("width", one.width)) or _COLUMN, _COLUMN)
            shown["srcset"] = ", ".join([*candidates, f"{original} {one.width}w"])
            shown["sizes"] = f"(max-width: {column}px) 100vw, {column}px"
        if one.origin:
            shown["title"] = self._copied(one.origin, shown)
        picture = self._early(tag("img", shown))
        # An SVG of the content, opened by itself, would run its scripts.
        is_bare = self._in_link or not is_page or (one.manner == "file" and one.name.endswith(".svg"))
        return picture if is_bare else self._linked(original, picture, shown)

    def _copied(self, origin: str, shown: Attributes) -> str:
        """Return the title of a picture with the address of the copy that it is from."""
        return f"{shown['title']} ({origin})" if "title" in shown else origin

    def _linked(self, original: str, picture: str, shown: Attributes) -> str:
        """Return a picture in a link to its original. A link has something to read."""
        named = {} if shown.get("alt") or not self._original else {"aria-label": self._original}
        return f"{tag('a', {**named, 'href': original})}{picture}</a>"

    def _lost(self, one: Shown, address: str, attributes: Attributes) -> str:
        """Return the box of a lost picture: as large as it was, with its host, the day and its address."""
        host = host_of(normal(address))
        text = self._lost_label.replace("{host}", host).replace("{date}", one.day)
        if alt := attributes.get("alt", ""):
            text = f"{alt} {text}"
        written = escape(text, quote=False)
        if not self._in_link:
            link = {"href": normal(address), "rel": "noopener noreferrer nofollow"}
            written = f"{tag('a', link)}{written}</a>"
        return f"<span{_LOST_CLASS}>{self._frame(one, attributes)}{written}</span>"

    def _frame(self, one: Shown, attributes: Attributes) -> str:
        size = _sized(attributes, one)
        width, height = int(size.get("width", 0)), int(size.get("height", 0))
        if self._place.page or not (width and height):
            return ""
        across = str(width) if width <= _NARROW else "100%"
        box = {"width": across, "viewBox": f"0 0 {width} {height}", "aria-hidden": "true"}
        edge = {"width": str(width), "height": str(height), "fill": "none", "stroke": "currentColor"}
        return f"{tag('svg', box)}{tag('rect', edge)}</rect></svg><br>"

    def _film(self, text: str, attributes: Attributes) -> str:
        """Return a film with its poster from the site; without the poster, where that is lost."""
        address = attributes.get("poster", "")
        one = self._of(address)
        if one is None or one.manner in ("away", "file"):
            return text
        if one.manner == "kept":
            return tag("video", attributes | {"poster": self._base + one.name})
        return tag("video", {name: value for name, value in attributes.items() if name != "poster"})


#: Attributes that come after those of a post, so that a body that is finished again stays as it is.
_LATE = ("loading", "decoding", "referrerpolicy")
_LOST_CLASS = ' class="post-lost-picture"'


def _sized(attributes: Attributes, one: Shown) -> Attributes:
    """Return the attributes of a picture with width and height; one that the post gives decides the other."""
    if not (one.width and one.height):
        return dict(attributes)
    found = {name: value for name, value in attributes.items() if name not in _LATE}
    width, height = found.get("width", ""), found.get("height", "")
    if width.isdigit() and height.isdigit():
        pass
    elif width.isdigit() and int(width):
        found["height"] = str(max(1, round(int(width) * one.height / one.width)))
    elif height.isdigit() and int(height):
        found["width"] = str(max(1, round(int(height) * one.width / one.height)))
    else:
        found["width"], found["height"] = str(one.width), str(one.height)
    return found | {name: value for name, value in attributes.items() if name in _LATE}
