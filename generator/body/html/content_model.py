"""Define which elements may hold which (HTML standard, 4), as far as parsers do not enforce it themselves.

Parsers build whatever tree is written: a `<p>` in a `<strong>`, an `<li>` without a list. Browsers
show it, but screen readers, feed readers and other programs each understand it differently.
"""

from __future__ import annotations

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
#: Elements that hold no text of their own.
NO_TEXT = LISTS | names("dl table tbody tr")
#: Elements that are written as one thing, with their content.
MEDIA = names("audio iframe picture video")
#: Void elements in a line of text.
VOID_INLINE = names("br img input wbr")
#: Elements that a <ruby> holds beside a line of text.
RUBY_PARTS = names("rb rp rt rtc")
_TABLE = names("caption col colgroup table tbody td tfoot th thead tr")
#: Blocks that may be anywhere, and those whose place has rules of its own.
_COMMON = NO_BLOCKS - {"summary"} | LISTS | _TABLE | names("blockquote center div hr li")
_PARTICULAR = SECTIONS | names("address dd details dl dt figcaption figure footer header hgroup summary")
BLOCKS = _COMMON | _PARTICULAR
#: Elements that react to a click themselves, or will (`accessibility`), and so may not be in a link.
_INTERACTIVE = names("audio details iframe input pre summary table video")
_KNOWN = INLINE | BLOCKS | MEDIA | VOID_INLINE | RUBY_PARTS | names("ruby source track")

#: Inside which elements others may not be, however deep.
NOT_WITHIN: dict[str, frozenset[str]] = {
    **dict.fromkeys(HEADINGS | SECTIONS, names("address dt th")),
    **dict.fromkeys(("footer", "header"), names("address dt footer header th")),
    "address": names("address"),
}

#: Traits of an element, as bits: it is a block; a link; not a link, but reacts to a click; not in this model;
#: perhaps not where it may be; a link around a picture without a text.
BLOCK, LINK, INTERACTIVE, UNKNOWN, MISPLACED, NAMELESS = 1, 2, 4, 8, 16, 32

_TRAITS = {
    name: BLOCK * (name in BLOCKS) + LINK * (name == "a") + INTERACTIVE * (name in _INTERACTIVE)
    for name in _KNOWN
}
#: Elements that may be in any line of text; and in any block that holds blocks.
_PHRASES = INLINE - names("bdo data del dfn ins time") | names("br img wbr")
_FLOW = _PHRASES | HEADINGS | LISTS | names("blockquote div hr input p pre table")
#: The children that are always right in an element, if the element is right; others need a closer look.
_RIGHT: dict[str, frozenset[str]] = {
    **dict.fromkeys(INLINE | HEADINGS | names("p pre th"), _PHRASES),
    **dict.fromkeys(("", "blockquote", "div", "li", "td"), _FLOW),
    **dict.fromkeys(LISTS, names("li")),
    "table": names("colgroup tbody tfoot thead"),
    "colgroup": names("col"),
    **dict.fromkeys(("tbody", "tfoot", "thead"), names("tr")),
    "tr": names("td th"),
}
#: The traits of the elements that are right in a parent, by parent.
_HERE = {parent: {name: _TRAITS[name] for name in children} for parent, children in _RIGHT.items()}
_NOTHING: dict[str, int] = {}


def traits(name: str, parent: str) -> int:
    """Return the traits of an element in a parent; "" is the parent of the outermost."""
    here = _HERE.get(parent, _NOTHING).get(name)
    return _TRAITS.get(name, UNKNOWN) | MISPLACED if here is None else here
