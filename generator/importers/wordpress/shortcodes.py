"""Turn shortcodes (`[caption]`, `[gallery ids="1,2"]`) into HTML, and tell those that need a program.

WordPress knows the names of its shortcodes, an export does not. A word in square brackets is one if its
name is known here, if it has attributes, if it is closed anywhere in the export, or if it is alone on its
line. So `[1]`, `[sic]` and `[图]` within a sentence stay what they are.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol

from generator.importers.wordpress.media import code, figure, gallery, link, player
from generator.importers.wordpress.places import Place
from generator.importers.wordpress.protected import split_protected
from generator.importers.wordpress.shortcode_tags import (
    TAG,
    Tag,
    closings,
    has_values,
    inner_of,
    is_alone,
    tag_of,
)

_PICTURE = re.compile(
    r"\s*(?P<media>(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(?P<text>.*)", re.DOTALL | re.IGNORECASE
)
_WEB = re.compile(r"(?:https?:)?//[^\s<>\"']+", re.IGNORECASE)
_YOUTUBE = re.compile(r"[\w-]{11}")
_CODE = frozenset(
    {
        "code", "sourcecode", "source", "bash", "c", "cpp", "csharp", "css", "diff", "html", "java",
        "javascript", "js", "php", "plain", "powershell", "python", "ruby", "shell", "sql", "text", "xml",
    }
)  # fmt: skip
#: Names under which sites are embedded; the address is what a reader needs.
_SITES = frozenset(
    {
        "bilibili", "dailymotion", "facebook", "flickr", "gist", "googlemaps", "googlevideo", "instagram",
        "slideshare", "soundcloud", "spotify", "ted", "tiktok", "tweet", "twitter", "videopress", "vimeo",
        "wpvideo", "youtube", "youku",
    }
)  # fmt: skip
_ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "gist": "https://gist.github.com/{}",
    "ted": "https://www.ted.com/talks/{}",
}
_SOURCES = {
    "audio": ("src", "mp3", "m4a", "ogg", "wav", "flac", "0"),
    "video": ("src", "mp4", "m4v", "webm", "ogv", "mov", "0"),
}
__CODE_TAG = re.compile(rf"\[({'|'.join(sorted(_CODE))})(?:[ =][^\[\]]{{0,500}})?\]")
_KNOWN = frozenset({"caption", "wp_caption", "gallery", "embed", "playlist", *_SOURCES, *_SITES})


class Media(Protocol):
    """Knows the files of an export."""

    def get(self, number: int) -> Place | None:
        """Return the item with a number."""

    def pictures_of(self, number: int) -> list[Place]:
        """Return the files that were uploaded for a post."""


class Shortcode(NamedTuple):
    """A shortcode that can't be run: its name, its line in the text, from 0, and the tag itself."""

    name: str
    line: int
    text: str


class Shortcodes:
    """Turns the shortcodes of one export into HTML.

    `names` are those that are closed somewhere or have attributes. `templates` are what the owner has for a
    name: HTML in which `{inner}` is the text between its tags, and `{width}` its attribute `width`.
    """

    def __init__(self, media: Media, names: set[str], templates: Mapping[str, str]) -> None:
        self._media = media
        self._names = names
        self._templates = templates

    def render(self, text: str, number: int, tell: Callable[[Shortcode], object]) -> str:
        """Return a text without shortcodes, for a post by its number; `tell` gets those that can't be run."""
        if "[" not in text:
            return text
        parts = []
        line = 0
        for part, protected in _split(text):
            parts.append(part if protected else self._rendered(part, number, line, tell))
            line += part.count("\n")
        return "".join(parts)

    def _rendered(self, text: str, number: int, line: int, tell: Callable[[Shortcode], object]) -> str:
        parts: list[str] = []
        at = counted = 0
        closed = closings(text)
        for found in TAG.finditer(text):
            if found.start() < at:
                continue
            parts.append(text[at : found.start()])
            line += text.count("\n", counted, found.start())
            counted, at = found.start(), found.end()
            if found["escaped"] or not self._is_shortcode(tag := tag_of(found), text, closed):
                parts.append(found["escaped"] or found[0])
                continue
            inner, end = inner_of(text, tag, closed) if self._encloses(tag.name) else ("", at)
            if tag.name not in _CODE:
                inner = self._rendered(inner, number, line, tell)
            made = self._made(tag, inner, number)
            if made is None:
                tell(Shortcode(tag.name, line, found[0]))
                made = inner + _comment(found[0])
            parts.append(made)
            at = end
        return "".join((*parts, text[at:]))

    def _encloses(self, name: str) -> bool:
        return name in _KNOWN or name in _CODE or name in self._templates

    def _is_shortcode(self, tag: Tag, text: str, closed: Mapping[str, list[int]]) -> bool:
        name = tag.name
        if name in self._templates or name in self._names or "_" in name:
            return True
        if name in _KNOWN:
            return tag.plain
        if name in _CODE:
            return tag.end or name in closed
        return tag.end or name in closed or has_values(tag) or (tag.plain and is_alone(tag, text))

    def _made(self, tag: Tag, inner: str, number: int) -> str | None:
        """Return the HTML of a shortcode; None for one that can't be run."""
        if tag.name in self._templates:
            return "" if tag.end else _filled(self._templates[tag.name], tag.attributes, inner)
        if tag.end:
            return "" if tag.name in _KNOWN or tag.name in _CODE else None
        if tag.name in ("caption", "wp_caption"):
            return _captioned(tag, inner)
        if tag.name in ("gallery", "playlist"):
            return gallery(self._members(tag, number))
        if tag.name in _SOURCES:
            return _played(tag, inner) or self._attached(tag, number)
        if tag.name in _CODE:
            return code(inner, tag.attributes.get("language") or tag.attributes.get("lang") or _language(tag))
        if tag.name == "embed" or tag.name in _SITES:
            return _embedded(tag, inner)
        return None

    def _attached(self, tag: Tag, number: int) -> str | None:
        """Return the player for a file that was uploaded for the post; the tag names none."""
        players = (player(place.url, place.caption) for place in self._media.pictures_of(number))
        return next((one for one in players if f"<{tag.name} " in one), None)

    def _members(self, tag: Tag, number: int) -> Iterator[Place]:
        listed = tag.attributes.get("ids") or tag.attributes.get("include")
        if listed is None:
            own = tag.attributes.get("id", "")
            yield from self._media.pictures_of(int(own) if _is_number(own) else number)
            return
        for one in re.split(r"[\s,]+", listed):
            place = self._media.get(int(one)) if _is_number(one) else None
            if place and place.url:
                yield place


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text like `split_protected`; what `[code]` encloses is one part with its tags."""
    at = 0
    unclosed: set[str] = set()
    for found in __CODE_TAG.finditer(text):
        if found.start() < at or found[1] in unclosed:
            continue
        end = text.find(f"[/{found[1]}]", found.end())
        if end < 0:
            unclosed.add(found[1])
            continue
        yield from split_protected(text[at : found.start()])
        at = end + len(found[1]) + 3
        yield text[found.start() : at], False
    yield from split_protected(text[at:])


def _captioned(tag: Tag, inner: str) -> str:
    found = _PICTURE.fullmatch(inner)
    given = tag.attributes.get("caption", "")
    if not found:
        return inner
    return figure(found["media"].strip(), " ".join((found["text"].strip() or given).split()))


def _played(tag: Tag, inner: str) -> str | None:
    given = (tag.attributes.get(name, "") for name in _SOURCES[tag.name])
    source = next(filter(None, given), "") or _first_address(inner)
    return player(source, poster=tag.attributes.get("poster", "")) if source else None


def _embedded(tag: Tag, inner: str) -> str | None:
    values = [inner, *(tag.attributes.get(name, "") for name in ("url", "src", "href", "0"))]
    if address := next(filter(None, map(_first_address, values)), ""):
        return player(address)
    number = tag.attributes.get("id") or tag.attributes.get("0") or inner.strip()
    if tag.name == "youtube":
        number = found[0] if (found := _YOUTUBE.match(number)) else ""
    if tag.name in _ADDRESSES and re.fullmatch(r"[\w./-]{1,100}", number):
        return link(_ADDRESSES[tag.name].format(number))
    return None


def _first_address(text: str) -> str:
    found = _WEB.search(html.unescape(text))
    return found[0] if found else ""


def _language(tag: Tag) -> str:
    return "" if tag.name in ("code", "sourcecode", "source", "plain", "text") else tag.name


def _filled(template: str, attributes: Mapping[str, str], inner: str) -> str:
    """Return what the owner has for a shortcode, with its text and its attributes."""

    def value(found: re.Match[str]) -> str:
        return inner if found[1] == "inner" else html.escape(attributes.get(found[1].lower(), ""))

    return re.sub(r"\{([A-Za-z0-9_-]+)\}", value, template)


def _comment(tag: str) -> str:
    """Return a shortcode as a comment, which editors see and readers don't."""
    return f"<!-- shortcode {re.sub('-(?=-)|-$', '- ', tag.replace('>', '&gt;'))} -->"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
