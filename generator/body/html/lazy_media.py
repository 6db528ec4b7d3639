"""Give pictures that scripts would load their addresses, and show each once.

Pages that load their pictures late write a placeholder into `src`, or nothing, and
the address into an attribute of their own; beside it, in `<noscript>`, often stands
the same picture for readers without scripts. Here no script runs, so the address is
put where it belongs, before anything is sanitised, and of two such twins one stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.body.html.elements import names
from generator.body.html.raw_tags import (
    COMMENT,
    OPAQUE,
    REST_OF_TAG,
    attributes_of,
    has_text,
    replaced,
    start_tag,
)
from generator.core.lazy_pattern import lazy

#: Where scripts keep the address of a picture, the most usual first.
_SOURCES = (
    "data-src",
    "data-original",
    "data-actualsrc",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-lazyload-src",
    "data-original-src",
    "data-echo",
    "data-cfsrc",
    "data-ks-lazyload",
    "data-real-src",
    "real_src",
    "file",
    "zoomfile",
)
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_POSTERS = ("data-poster",)
_LATE = frozenset((*_SOURCES, *_SOURCE_SETS, *_POSTERS, "data-sizes"))
#: A cheap sign that a body has something to do with this.
_HINT = re.compile(
    r"<noscript|\sdata-(?:actual|cf|echo|ks|lazy|orig|poster|real|src)|\s(?:real_src|file|zoomfile)\s*=",
    re.IGNORECASE,
)
#: Signs of that, which are searched much faster; nobody mixes small and capital letters in these.
_SIGNS = ("noscript", "NOSCRIPT", "data-", "DATA-", "_src", "file=")
_TOKEN = lazy(
    rf"""{COMMENT} | {OPAQUE}
    | <(?P<name>audio|iframe|img|source|video){REST_OF_TAG}
    | <(?P<end>/?)noscript{REST_OF_TAG}""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
#: Names of pictures that stand for others: all words are of the second kind, and one of the first.
_STAND_INS = names(
    "1x1 blank empty lazy lazyload lazyloading loading loader none pixel placeholder spacer spinner trans "
    "transparent"
)
_FILLERS = names("bg default dot gif gray grey icon image img load pic picture sg white x")
_WORD = re.compile(r"\d+x\d+|[a-z]+")
_INLINE = re.compile(r"\s*(?:data:|about:|javascript:|#|\Z)", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)\Z", re.IGNORECASE)
_SIZED_NAME = re.compile(r"-\d+x\d+(?=\.\w+\Z)")
_LONGEST = 8_000


@dataclass(slots=True)
class _Picture:
    """An `<img>` of a text, where it stands, and in which `<noscript>`, or -1."""

    start: int
    end: int
    written: str
    region: int
    attributes: dict[str, str] = field(default_factory=dict)
    is_late: bool = False
    is_twin: bool = False
    is_changed: bool = False

    @property
    def address(self) -> str:
        return self.attributes.get("src", "")


def load_media(html: str) -> str:
    """Return raw HTML in which no picture, sound or film waits for a script, and no picture has a twin.

    Addresses come from `data-src` and the like where `src` is absent, `data:` or a placeholder. A picture in
    `<noscript>` goes if the same one is outside of it, or if the one beside it was loaded late.
    """
    if not any(sign in html for sign in _SIGNS) or not _HINT.search(html):
        return html
    body = _Body(html)
    body.remove_twins()
    return body.written()


class _Body:
    """One text: its pictures, the extents of its `<noscript>`, and what is written instead of what."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._pictures: list[_Picture] = []
        self._regions: list[tuple[int, int]] = []
        self._changes: list[tuple[int, int, str]] = []
        self._read()

    def _read(self) -> None:
        opened = -1
        for token in _TOKEN.finditer(self._html):
            if not token[0].endswith(">"):
                break
            if token["name"]:
                self._medium(token, token["name"].lower(), len(self._regions) if opened >= 0 else -1)
            elif token["end"] == "":
                opened = token.start() if opened < 0 else opened
            elif token["end"] and opened >= 0:
                self._regions.append((opened, token.end()))
                opened = -1
        for picture in self._pictures:  # of one without an end nothing is known
            picture.region = picture.region if picture.region < len(self._regions) else -1

    def _medium(self, token: re.Match[str], name: str, region: int) -> None:
        written = attributes_of(token[0])
        loaded = _loaded(written)
        if name == "img":
            picture = _Picture(token.start(), token.end(), token[0], region, loaded or written)
            picture.is_changed = loaded is not None
            picture.is_late = not _LATE.isdisjoint(written) or _is_placeholder(written.get("src", ""))
            self._pictures.append(picture)
        elif loaded is not None:
            self._changes.append((token.start(), token.end(), start_tag(name, loaded)))

    def remove_twins(self) -> None:
        """Leave one of each picture that is there with and without a script."""
        if not self._regions:
            return
        outside = {key: one for one in self._pictures if one.region < 0 and (key := _key(one.address))}
        for at, picture in enumerate(self._pictures):
            if picture.region >= 0 and picture.address:
                twin = outside.get(_key(picture.address)) or self._beside(at)
                if twin:
                    _merge(twin, picture)
        for number, (start, end) in enumerate(self._regions):
            inside = [one for one in self._pictures if one.region == number]
            if inside and all(one.is_twin for one in inside) and not has_text(self._html[start:end]):
                self._changes.append((start, end, ""))

    def _beside(self, at: int) -> _Picture | None:
        """Return the picture right beside one in `<noscript>`, if it waits for a script."""
        inside = self._pictures[at]
        before = self._pictures[at - 1] if at else None
        if before and before.region < 0 and not has_text(self._html[before.end : inside.start]):
            return before if before.is_late or _name(before.address) == _name(inside.address) else None
        after = self._pictures[at + 1] if at + 1 < len(self._pictures) else None
        if after and after.region < 0 and after.is_late:
            return None if has_text(self._html[inside.end : after.start]) else after
        return None

    def written(self) -> str:
        """Return the text with all changes."""
        for one in self._pictures:
            if one.is_twin:
                self._changes.append((one.start, one.end, ""))
            elif one.is_changed:
                self._changes.append((one.start, one.end, start_tag("img", one.attributes)))
        return replaced(self._html, self._changes)


def _loaded(written: dict[str, str]) -> dict[str, str] | None:
    """Return the attributes of a medium that is loaded at once; None where they are as they should be."""
    if _LATE.isdisjoint(written):
        return None
    kept = {name: value for name, value in written.items() if name not in _LATE}
    late = False
    for name, sources in (("src", _SOURCES), ("srcset", _SOURCE_SETS), ("poster", _POSTERS)):
        address = next((value for one in sources if _is_address(value := written.get(one, ""), name)), "")
        if address and _is_placeholder(written.get(name, "").split(" ")[0]):
            kept[name] = address.strip()
            late = True
    if late:  # hidden until the script comes
        kept.pop("style", None)
        kept.pop("hidden", None)
    return kept


def _is_address(value: str, name: str) -> bool:
    value = value.strip()
    if not value or len(value) > _LONGEST or _is_placeholder(value.split()[0]):
        return False
    return ("/" in value or "." in value) and (name == "srcset" or not re.search(r"\s", value))


def _is_placeholder(address: str) -> bool:
    """Tell whether an address is none, or that of a picture that stands for the real one."""
    if _INLINE.match(address):
        return True
    file = address.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()
    words = _WORD.findall(_IMAGE_FILE.sub("", file))
    known = _STAND_INS | _FILLERS
    return not _STAND_INS.isdisjoint(words) and known.issuperset(words)


def _key(address: str) -> str:
    """Return the form in which the addresses of one picture in several sizes are alike; "" for none."""
    if _is_placeholder(address):
        return ""
    path, mark, query = address.strip().partition("#")[0].partition("?")
    path = path.removeprefix("https:").removeprefix("http:")
    return _SIZED_NAME.sub("", path) if _IMAGE_FILE.search(path) else f"{path}{mark}{query}"


def _name(address: str) -> str:
    return _key(address).rpartition("/")[2]


def _merge(shown: _Picture, twin: _Picture) -> None:
    """Give a picture what its twin in `<noscript>` says more; the twin goes."""
    twin.is_twin = True
    attributes = shown.attributes
    if _is_placeholder(shown.address):
        attributes["src"] = twin.address
        attributes.pop("style", None)
        attributes.pop("hidden", None)
    if not attributes.get("srcset") and "srcset" in twin.attributes:
        attributes["srcset"] = twin.attributes["srcset"]
        if "sizes" in twin.attributes:
            attributes["sizes"] = twin.attributes["sizes"]
    for name in ("alt", "title", "width", "height"):
        if not attributes.get(name) and twin.attributes.get(name):
            attributes[name] = twin.attributes[name]
    shown.is_changed = True
