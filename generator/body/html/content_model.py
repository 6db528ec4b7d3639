"""Which elements may hold which (HTML standard, 4), as far as parsers do not see to it themselves.

Parsers build whatever tree is written: a `<p>` in a `<strong>`, an `<li>` without a list. It is shown, but
voices, feeds and other programs each make something else of it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, product

from generator.body.html.elements import names

#: Elements that hold text and each other, and no blocks.
INLINE = names(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em i ins kbd mark q s samp small span strike strong
    sub sup time tt u var
    """
)
#: Of these the ones that may hold what their parent may, blocks too.
TRANSPARENT = names("a del ins")
HEADINGS = names("h1 h2 h3 h4 h5 h6")
SECTIONS = names("article aside section")
#: Blocks that hold no blocks; of these <summary> may hold headings.
NO_BLOCKS = HEADINGS | names("p pre summary")
LISTS = names("ol ul")
#: Elements that are looked at as one thing, with what is in them.
WHOLE = names("audio iframe picture ruby video")
#: Empty elements that stand in a line of text, and those that mean something only inside others.
IN_LINE = names("br img input wbr")
_RUBY = names("rb rp rt rtc")
PARTS = _RUBY | names("source track")
_TABLE = names("caption col colgroup table tbody td tfoot th thead tr")
#: Blocks that stand anywhere, and those whose place has rules of its own.
_COMMON = NO_BLOCKS - {"summary"} | LISTS | _TABLE | names("blockquote center div hr li")
_PARTICULAR = SECTIONS | names("address dd details dl dt figcaption figure footer header hgroup summary")
BLOCKS = _COMMON | _PARTICULAR
KNOWN = INLINE | BLOCKS | WHOLE | IN_LINE | PARTS

#: Inside which elements some may not stand, however deep.
NOT_WITHIN: dict[str, frozenset[str]] = {
    **dict.fromkeys(HEADINGS | SECTIONS, names("address dt th")),
    **dict.fromkeys(("footer", "header"), names("address dt footer header th")),
    "address": names("address"),
}

_TAG = re.compile(r"</?[a-zA-Z][^\s/>]*")
_RUBY_ENDS = ("</rp>", "</rt>", "</rtc>")
_LIST_ENDS = frozenset(("</ol", "</ul"))
_TEXT_IN_LIST = re.compile(r"(?:<[ou]l(?: [^<>]*)?>|</li>)\s*+[^<\s]")
#: Elements that need no look where nothing of `_suspects` is found.
_PLAIN = INLINE - names("bdo data del dfn ins time") | _COMMON | IN_LINE


def tags_of(html: str) -> list[str]:
    """Return the tags of HTML in their order, without attributes: `<p`, `</p`."""
    return _TAG.findall(html)


def is_known(html: str) -> bool:
    """Tell whether sanitised HTML has only elements that these rules know."""
    return {tag.strip("</") for tag in tags_of(html)} <= KNOWN


def is_ruby(html: str) -> bool:
    """Tell whether sanitised HTML may be what a <ruby> holds (HTML standard, 4.5.10).

    That is a line of text, and beside it, or beside each part of it, another line.
    """
    if "<rt" not in html or not html.rstrip().endswith(_RUBY_ENDS):
        return False
    around: list[str] = []
    for tag in tags_of(html):
        name = tag.strip("</")
        if tag.startswith("</"):
            around.pop()
        elif name in INLINE or (name in _RUBY and not around):
            around.append(name)
        elif name not in IN_LINE:
            return False
    return True


def seems_right(tags: list[str], html: str) -> bool:
    """Tell, from the order of its tags, that sanitised HTML keeps the rules; False where a look is due.

    A block that follows no inline tag begins in a block, since all before it did.
    """
    if not _plain_tags().issuperset(tags) or not _suspects().isdisjoint(pairwise(["</p", *tags])):
        return False
    return _LIST_ENDS.isdisjoint(tags) or not _TEXT_IN_LIST.search(html)


@cache
def _plain_tags() -> frozenset[str]:
    return frozenset(f"{end}{name}" for end in ("<", "</") for name in _PLAIN)


@cache
def _suspects() -> frozenset[tuple[str, str]]:
    """Return pairs of tags, one after the other, that may break a rule."""
    plain = _plain_tags()
    lists, items = {"<ol", "<ul"}, {"<li", "</ol", "</ul"}
    inline = {tag for tag in plain if tag.strip("</") in INLINE | IN_LINE}
    starts = {f"<{name}" for name in _COMMON}
    return frozenset({
        *product(inline | {f"<{name}" for name in NO_BLOCKS}, starts),
        *product(lists | {"</li"}, plain - items),
        *product(plain - lists - {"</li"}, {"<li"}),
        *product({"<th", "<tr"}, {"</tr", *(f"<{name}" for name in HEADINGS)}),
    })  # fmt: skip
