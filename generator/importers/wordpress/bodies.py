"""Convert the body of an item: blocks, shortcodes, paragraphs and links become plain HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.core.model import Problem
from generator.core.wording import counted
from generator.importers.records.reader import Cleaner
from generator.importers.wordpress.blocks import DynamicBlock, segments
from generator.importers.wordpress.export import Item
from generator.importers.wordpress.footnotes import footnotes
from generator.importers.wordpress.links import Links
from generator.importers.wordpress.media import player
from generator.importers.wordpress.paragraphs import with_paragraphs
from generator.importers.wordpress.places import Places
from generator.importers.wordpress.protected import split_protected
from generator.importers.wordpress.shortcodes import Shortcode, Shortcodes

#: Reusable blocks inside each other.
_DEEPEST = 4
_IMAGE = re.compile(r"<img\s[^<>]*>", re.IGNORECASE)
_NUMBER = re.compile(r"\bwp-image-([0-9]{1,18})\b")
_ALT = re.compile(r"""\salt\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_EMPTY_ALT = re.compile(r"""\salt\s{0,9}=\s{0,9}(?:""|'')""", re.IGNORECASE)
#: An address that WordPress replaces by what is there.
_EMBED = re.compile(
    r"""(<div class=["']wp-block-embed__wrapper["']>)\s*(https?://[^\s<>"']+)\s*(</div>)""", re.IGNORECASE
)
_NEXT_PAGE = re.compile(r"<!--nextpage-->", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


class Converted(NamedTuple):
    """A body as HTML, warnings about it, the number of its pages, and the names of what could not be run."""

    text: str
    problems: tuple[Problem, ...]
    pages: int
    left: tuple[str, ...]


class _Left(NamedTuple):
    """A shortcode or block that can't be run: its code, its name as it is written, its line in the export."""

    code: str
    name: str
    line: int


class BodyConverter:
    """Converts the bodies of one export; `file` is its name in messages."""

    def __init__(
        self, file: str, shortcodes: Shortcodes, places: Places, links: Links, cleaner: Cleaner | None
    ) -> None:
        self._file, self._shortcodes, self._places = file, shortcodes, places
        self._links, self._cleaner = links, cleaner

    def convert(self, item: Item) -> Converted:
        """Return the body of an item as HTML."""
        left: list[_Left] = []
        text, further = _NEXT_PAGE.subn("", item.body.replace("\r\n", "\n").replace("\r", "\n"))
        body = "".join(self._parts(text, item, item.body_line, left, _DEEPEST))
        body = _IMAGE.sub(self._described, body)
        body = _EMBED.sub(lambda found: found[1] + player(html.unescape(found[2])) + found[3], body)
        body = "".join(
            part if protected else _BLANK_LINES.sub("\n\n", part) for part, protected in split_protected(body)
        )
        body = self._links.rewrite(body)
        if self._cleaner:
            body = self._cleaner(body, True)
        names = tuple(one.name for one in left)
        return Converted(body, tuple(self._problems(left)), further + 1, names)

    def _parts(self, text: str, item: Item, line: int, left: list[_Left], depth: int) -> Iterator[str]:
        def dynamic(block: DynamicBlock) -> str:
            place = self._places.get(reference) if (reference := _reference(block)) else None
            if place and place.text and depth:
                return "".join(self._parts(place.text, item, line + block.line, left, depth - 1))
            if block.name == "footnotes" and (notes := footnotes(item.meta)):
                return notes
            left.append(_Left("import.block", f"wp:{block.name}", line + block.line))
            return f"<!-- wp:{block.name} -->"

        for segment in segments(text, dynamic):
            start = line + segment.line

            def tell(one: Shortcode, start: int = start) -> None:
                left.append(_Left("import.shortcode", f"[{one.name}]", start + one.line))

            part = self._shortcodes.render(segment.text, item.id, tell)
            yield with_paragraphs(part) if segment.classic else part

    def _described(self, found: re.Match[str]) -> str:
        """Return a picture with the text that the media library has for it, if it has none."""
        number = _NUMBER.search(found[0])
        if not number or (_ALT.search(found[0]) and not _EMPTY_ALT.search(found[0])):
            return found[0]
        place = self._places.get(int(number[1]))
        if not place or not place.alt:
            return found[0]
        return f'<img alt="{html.escape(place.alt)}" {_EMPTY_ALT.sub("", found[0])[4:].lstrip()}'

    def _problems(self, left: list[_Left]) -> Iterator[Problem]:
        first: dict[str, _Left] = {}
        for one in left:
            first.setdefault(one.name, one)
        for name, one in first.items():
            count = sum(other.name == name for other in left)
            message = f"{name} needs a program of WordPress; it was left out in {counted(count, 'place')}"
            cure = "see the comment in the body"
            if one.code == "import.shortcode":
                cure = f"give HTML for it: --shortcode '{name[1:-1]}=<p>{{inner}}</p>'; or see the comment"
            yield Problem(self._file, one.line, 0, one.code, message, cure, "warning")


def _reference(block: DynamicBlock) -> int:
    """Return the number of the reusable block that a block shows, 0 for a different block."""
    number = block.attributes.get("ref")
    return number if block.name == "block" and isinstance(number, int) and 0 < number < 1 << 62 else 0
