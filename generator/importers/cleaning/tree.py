"""Remove invisible and empty elements, trackers and styles from a tree of Beautiful Soup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Declaration, Doctype, PageElement, ProcessingInstruction

from generator.importers.cleaning.trackers import is_tracker, without_tracking

#: Elements that are removed with their contents. Browsers don't show them.
_INVISIBLE = ("script", "style", "template", "link", "meta", "base")
#: Elements that are useless when empty; those of them that break lines.
_EMPTY = (
    "p",
    "div",
    "section",
    "article",
    "center",
    "span",
    "font",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "a",
    "ul",
    "ol",
)
_BLOCKS = frozenset(("p", "div", "section", "article", "center", "ul", "ol"))
#: Elements that are visible without text.
_SHOWN = (
    "img", "picture", "svg", "video", "audio", "iframe", "embed", "object", "canvas", "hr", "input", "math",
    "table", "form", "button",
)  # fmt: skip
_LINKS = ("href", "src", "poster", "action")
_ONE_PIXEL = re.compile(r"\s*[01](?:px|%)?\s*", re.IGNORECASE)
_TINY_STYLE = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px)?\s*(?=;|!|$)", re.IGNORECASE)
_INSTRUCTIONS = (Comment, Declaration, Doctype, ProcessingInstruction)


def clean_tree(soup: BeautifulSoup, ampersand: str) -> bool:
    """Clean a tree; return whether anything changed. `ampersand` is the character in the place of `&`."""
    steps: tuple[Callable[[BeautifulSoup], int], ...] = (
        _drop_instructions,
        lambda tree: _drop(tree.find_all(_INVISIBLE)),
        lambda tree: _drop([one for one in tree.find_all(["img", "iframe"]) if _is_tracker(one, ampersand)]),
        lambda tree: sum(clean_attributes(tag, ampersand) for tag in tree.find_all(True)),
        _unwrap,
        _drop_empty,
    )
    return sum([step(soup) for step in steps]) > 0


def clean_attributes(tag: Tag, ampersand: str) -> bool:
    """Remove styles, handlers and tracking parameters from an element; return whether there were any."""
    changed = False
    for name in list(tag.attrs):
        value = tag.attrs[name]
        if name.lower() == "style" or name.lower().startswith("on"):
            del tag.attrs[name]
            changed = True
        elif name.lower() in _LINKS and isinstance(value, str) and "?" in value:
            cleaned = without_tracking(value.replace(ampersand, "&")).replace("&", ampersand)
            changed |= cleaned != value
            tag.attrs[name] = cleaned
    return changed


def _drop_instructions(soup: BeautifulSoup) -> int:
    found = soup.find_all(string=lambda text: isinstance(text, _INSTRUCTIONS))
    # Keep the comments in which an importer left tags for editors: of Liquid, shortcodes, blocks.
    return _drop([one for one in found if not one.strip().startswith(("{%", "shortcode [", "wp:"))])


def _drop(found: list[PageElement]) -> int:
    for one in found:
        one.extract()
    return len(found)


def _is_tracker(tag: Tag, ampersand: str) -> bool:
    """Return whether a picture or frame counts readers: by its host or as an invisible pixel."""
    source = html.unescape(str(tag.get("src", "")).replace(ampersand, "&"))
    if is_tracker(source):
        return True
    if tag.name != "img":
        return False
    size = [str(tag.get(side, "")) for side in ("width", "height")]
    if all(_ONE_PIXEL.fullmatch(side) for side in size):
        return True
    return len(_TINY_STYLE.findall(str(tag.get("style", "")))) == 2


def _unwrap(soup: BeautifulSoup) -> int:
    """Replace elements that have no effect by their contents."""
    count = 0
    for tag in soup.find_all(["span", "font", "div"]):
        if tag.attrs or tag.parent is soup:
            continue
        if tag.name != "div" or _holds_blocks_only(tag):
            tag.unwrap()
            count += 1
    return count


def _holds_blocks_only(tag: Tag) -> bool:
    children = list(tag.children)
    blocks = [one for one in children if isinstance(one, Tag)]
    texts = [one for one in children if not isinstance(one, Tag) and str(one).strip()]
    return bool(blocks) and not texts and all(one.name in _BLOCKS for one in blocks)


def _drop_empty(soup: BeautifulSoup) -> int:
    """Remove empty elements, the innermost first."""
    full = _full(soup)
    count = 0
    for tag in reversed(soup.find_all(_EMPTY)):
        if id(tag) in full or tag.get("id") or tag.get("name"):
            continue
        # Keep white space between words; after a line break is removed, words must not run together.
        tag.replace_with(" " if tag.name in _BLOCKS or tag.get_text() else "")
        count += 1
    return count


def _full(soup: BeautifulSoup) -> set[int]:
    """Return the ids (of Python) of elements that contain text, a comment, or a visible element."""
    full: set[int] = set()
    for one in soup.descendants:
        has_content = one.name in _SHOWN or one.get("id") if isinstance(one, Tag) else str(one).strip()
        above = one.parent if has_content else None
        while above is not None and id(above) not in full:
            full.add(id(above))
            above = above.parent
    return full
