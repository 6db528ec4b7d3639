"""Find the tags of shortcodes in a text: `[gallery ids="1,2"]`, `[caption]`, `[/caption]`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.importers.wordpress.protected import split_protected

_INSIDE = r"[A-Za-z][A-Za-z0-9_-]{0,60}"
_REST = r"(?:[ \t\n\u00a0=/][^\[\]]{0,5000})?"
#: A tag; in two brackets it is shown as a text.
TAG = re.compile(
    rf"\[(?P<escaped>\[/?{_INSIDE}{_REST}\])\]|\[(?P<end>/)?(?P<name>{_INSIDE})(?P<rest>{_REST})\]"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[A-Za-z][\w-]{0,60})[ \t]{0,9}=[ \t]{0,9}
        (?:"(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\s"']+))
    | "(?P<quoted>[^"]*)" | '(?P<apostrophes>[^']*)' | (?P<word>[^\s"']+)""",
    re.VERBOSE,
)
#: Quotes that an editor has made of the plain ones.
_QUOTES = str.maketrans("“”„‟″‘’‚′", '"""""\'\'\'\'')
#: Characters beside a tag that is alone on its line.
_LONGEST_INDENT = 80
_PARAGRAPH = re.compile(r"</?p\b[^<>]*>", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag. `plain`: its name is in small letters, as nearly all are; `alone`: it ends in `/`."""

    name: str
    plain: bool
    end: bool
    alone: bool
    attributes: Mapping[str, str]
    start: int
    stop: int


def names_in(text: str) -> Iterator[str]:
    """Yield the names that are surely those of shortcodes: they are closed, or have named attributes."""
    for part, protected in split_protected(text) if "[" in text else ():
        if not protected:
            for found in TAG.finditer(part):
                if not found["escaped"] and ((tag := tag_of(found)).end or has_values(tag)):
                    yield tag.name


def tag_of(found: re.Match[str]) -> Tag:
    """Return the tag of a match of TAG that is not escaped."""
    rest = found["rest"].strip()
    alone = rest.endswith("/")
    attributes = _attributes(rest.removesuffix("/") if alone else rest)
    name = found["name"].lower()
    return Tag(name, name == found["name"], bool(found["end"]), alone, attributes, *found.span())


def _attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag; those without a name have numbers, the first one `0`."""
    found: dict[str, str] = {}
    count = 0
    text = html.unescape(text.lstrip("="))
    if '"' not in text and "'" not in text:
        text = text.translate(_QUOTES)
    for one in _ATTRIBUTE.finditer(text):
        value = next(one[group] for group in one.re.groupindex if group != "name" and one[group] is not None)
        if one["name"]:
            found.setdefault(one["name"].lower(), value)
        else:
            found[str(count)] = value
            count += 1
    return found


def has_values(tag: Tag) -> bool:
    """Return whether a tag has an attribute with a name."""
    return any(not name.isdigit() for name in tag.attributes)


def is_alone(tag: Tag, text: str) -> bool:
    """Return whether nothing else is on the line of a tag."""
    before = text[max(tag.start - _LONGEST_INDENT, 0) : tag.start].rpartition("\n")[2]
    after = text[tag.stop : tag.stop + _LONGEST_INDENT].partition("\n")[0]
    return not _PARAGRAPH.sub("", before + after).strip()


def closings(text: str) -> dict[str, list[int]]:
    """Return the places of all closing tags by name, the last one first."""
    found: dict[str, list[int]] = {}
    for one in TAG.finditer(text):
        if one["end"]:
            found.setdefault(one["name"].lower(), []).append(one.start())
    return {name: places[::-1] for name, places in found.items()}


def inner_of(text: str, tag: Tag, closed: dict[str, list[int]]) -> tuple[str, int]:
    """Return the text that a tag encloses, and where its closing tag ends; "" if it encloses nothing."""
    places = closed.get(tag.name, [])
    while places and places[-1] < tag.stop:
        places.pop()
    if tag.end or tag.alone or not places:
        return "", tag.stop
    stop = text.index("]", places[-1]) + 1
    return text[tag.stop : places[-1]], stop
