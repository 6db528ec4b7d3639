"""Clean the HTML of bodies with Beautiful Soup: remove trackers, styles, scripts, comments, empty elements.

Text, links and pictures stay. In Markdown only HTML is changed: a region from a
start tag to its end tag is parsed, and written back if it was cleaned. All text
between such regions, code and `<https://…>` stay byte for byte. If a reader
would see a different text, the body is not changed at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter

from generator.body.markdown.code import outside_code, split_code
from generator.body.markdown.convert import BodyError, to_html
from generator.body.options import BodyRules
from generator.body.plain_text import plain_text
from generator.importers.cleaning.html_regions import regions
from generator.importers.cleaning.trackers import without_tracking
from generator.importers.cleaning.tree import clean_attributes, clean_tree

#: The addresses of Markdown links and reference definitions.
_LINK = re.compile(r"(\]\([ ]*<?|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ ]*<?)(https?://[^\s()<>]+)", re.MULTILINE)
_AUTOLINK = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*>|<[^\s<>@]+@[^\s<>@]+>")
#: Indented lines after a blank line, which are code.
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z)|\n)+")
#: Tags of a body that is cleaned; Beautiful Soup walks past all of them to remove one.
_MOST_TAGS = 5_000
#: Non-characters of Unicode, which no text has. They replace what the HTML parser must not see: parts of
#: Markdown, and the ampersand of entities.
_PART, _AMPERSAND = "\ufdd0", "\ufdd1"
_HIDDEN = re.compile(f"{_PART}([0-9]+){_PART}")
_RULES = BodyRules()


class _Unchanged(HTMLFormatter):
    """Writes texts unchanged, and attributes in the order of the source."""

    def __init__(self) -> None:
        super().__init__(entity_substitution=None)

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


_AS_IT_IS = _Unchanged()


def clean_body(text: str, html: bool) -> str:
    """Return a cleaned body. `html`: the whole body is HTML, not Markdown."""
    if "<" not in text and "?" not in text:
        return text
    if _PART in text or _AMPERSAND in text or text.count("<") > _MOST_TAGS:
        return text
    cleaned = _by_region(text) if html else _cleaned_markdown(text)
    return cleaned if cleaned == text or visible(cleaned, html) == visible(text, html) else text


def visible(text: str, html: bool) -> str:
    """Return the text that readers see, with white space folded; the body itself if it exceeds a limit."""
    try:
        shown = to_html(text, "html" if html else "comrak", _RULES)
    except BodyError:
        return text
    return " ".join(plain_text(shown).split())


def _cleaned_markdown(text: str) -> str:
    linked = outside_code(
        text, lambda part: _LINK.sub(lambda found: found[1] + without_tracking(found[2]), part)
    )
    hidden: list[str] = []

    def hide(part: str) -> str:
        hidden.append(part)
        return f"{_PART}{len(hidden) - 1}{_PART}"

    shown = "".join(hide(part) if code else part for part, code in split_code(linked))
    for pattern in (_AUTOLINK, _INDENTED):
        shown = pattern.sub(lambda found: hide(found[0]) if found[0].strip() else found[0], shown)
    cleaned = _by_region(shown)
    while hidden and _PART in cleaned:  # A hidden part may contain parts that were hidden before.
        cleaned = _HIDDEN.sub(lambda found: hidden[int(found[1])], cleaned)
    return cleaned


def _by_region(text: str) -> str:
    return "".join(_cleaned(part) if tagged else part for part, tagged in regions(text))


def _cleaned(region: str) -> str:
    """Return a cleaned piece of HTML; unchanged if there is nothing to clean."""
    # Entities stay unchanged: their ampersand is hidden from the parser.
    soup = BeautifulSoup(region.replace("&", _AMPERSAND), "html.parser")
    if _is_start(region, soup):
        tag = next(one for one in soup.children if isinstance(one, Tag))
        changed = clean_attributes(tag, _AMPERSAND)
        written = tag.decode(formatter=_AS_IT_IS).removesuffix(f"</{tag.name}>")
    else:
        changed = clean_tree(soup, _AMPERSAND)
        written = soup.decode(formatter=_AS_IT_IS)
    return written.replace(_AMPERSAND, "&") if changed else region


def _is_start(region: str, soup: BeautifulSoup) -> bool:
    """Return whether a piece is only a start tag, whose end tag is elsewhere or missing."""
    children = list(soup.children)
    if len(children) != 1 or not isinstance(children[0], Tag):
        return False
    return not children[0].contents and not region.rstrip().endswith((f"</{children[0].name}>", "/>"))
