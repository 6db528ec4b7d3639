"""What is washed out of HTML, as Beautiful Soup sees it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Declaration, Doctype, PageElement, ProcessingInstruction

from generator.importers.cleaning.trackers import is_tracker, without_tracking

#: Elements that go with all that is in them. None of it is shown.
_UNSEEN = ("script", "style", "template", "link", "meta", "base")
#: Elements that say nothing when they are empty, and of these the ones that part lines.
_HOLLOW = (
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
#: Elements that say something without a text.
_SHOWN = (
    "img", "picture", "svg", "video", "audio", "iframe", "embed", "object", "canvas", "hr", "input", "math",
    "table", "form", "button",
)  # fmt: skip
_LINKS = ("href", "src", "poster", "action")
_ONE_PIXEL = re.compile(r"\s*[01](?:px|%)?\s*", re.IGNORECASE)
_TINY_STYLE = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px)?\s*(?=;|!|$)", re.IGNORECASE)
_INSTRUCTIONS = (Comment, Declaration, Doctype, ProcessingInstruction)


def wash(soup: BeautifulSoup, sign: str) -> bool:
    """Take out of a tree what nobody reads; tell whether there was anything. `sign` stands for `&`."""
    steps: tuple[Callable[[BeautifulSoup], int], ...] = (
        _drop_instructions,
        lambda tree: _drop(tree.find_all(_UNSEEN)),
        lambda tree: _drop([one for one in tree.find_all(["img", "iframe"]) if _is_tracker(one, sign)]),
        lambda tree: sum(wash_attributes(tag, sign) for tag in tree.find_all(True)),
        _unwrap,
        _drop_hollow,
    )
    return sum([step(soup) for step in steps]) > 0


def wash_attributes(tag: Tag, sign: str) -> bool:
    """Take styles, handlers and tracking parameters off an element; tell whether there were any."""
    changed = False
    for name in list(tag.attrs):
        value = tag.attrs[name]
        if name.lower() == "style" or name.lower().startswith("on"):
            del tag.attrs[name]
            changed = True
        elif name.lower() in _LINKS and isinstance(value, str) and "?" in value:
            cleaned = without_tracking(value.replace(sign, "&")).replace("&", sign)
            changed |= cleaned != value
            tag.attrs[name] = cleaned
    return changed


def _drop_instructions(soup: BeautifulSoup) -> int:
    found = soup.find_all(string=lambda text: isinstance(text, _INSTRUCTIONS))
    # What an importer could not do stands in a comment, for editors to see.
    return _drop([one for one in found if not one.strip().startswith("{%")])


def _drop(found: list[PageElement]) -> int:
    for one in found:
        one.extract()
    return len(found)


def _is_tracker(tag: Tag, sign: str) -> bool:
    """Tell a picture or frame that nobody is to see."""
    source = html.unescape(str(tag.get("src", "")).replace(sign, "&"))
    if is_tracker(source):
        return True
    if tag.name != "img":
        return False
    size = [str(tag.get(side, "")) for side in ("width", "height")]
    if all(_ONE_PIXEL.fullmatch(side) for side in size):
        return True
    return len(_TINY_STYLE.findall(str(tag.get("style", "")))) == 2


def _unwrap(soup: BeautifulSoup) -> int:
    """Take off elements that do nothing for what is in them."""
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


def _drop_hollow(soup: BeautifulSoup) -> int:
    """Drop elements that hold nothing, the innermost first."""
    full = _full(soup)
    count = 0
    for tag in reversed(soup.find_all(_HOLLOW)):
        if id(tag) in full or tag.get("id") or tag.get("name"):
            continue
        # White space between words stays; where lines were parted, words must not run together.
        tag.replace_with(" " if tag.name in _BLOCKS or tag.get_text() else "")
        count += 1
    return count


def _full(soup: BeautifulSoup) -> set[int]:
    """Return the identities of elements that hold a text, a comment, or what is shown without either."""
    full: set[int] = set()
    for one in soup.descendants:
        says_something = one.name in _SHOWN or one.get("id") if isinstance(one, Tag) else str(one).strip()
        above = one.parent if says_something else None
        while above is not None and id(above) not in full:
            full.add(id(above))
            above = above.parent
    return full
