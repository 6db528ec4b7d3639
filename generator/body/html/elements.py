"""List the rules by which HTML parsers nest elements (HTML standard, 13.2.6)."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """Return the names in a text, between spaces."""
    return frozenset(text.split())


VOID = names("area base br col embed hr img input link meta source track wbr")
#: Elements whose content is text up to their end tag, whatever is in it.
RAW = names("iframe noembed noframes script style textarea title xmp")
FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
ROWS = names("table tbody tfoot thead")
#: Parts of a table, and inside which elements they may stand; whatever else is open there, they close.
TABLE_PARTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("td", "th"), ROWS | {"tr"}),
    "tr": ROWS,
    **dict.fromkeys(names("caption colgroup tbody tfoot thead"), frozenset({"table"})),
    "col": frozenset({"colgroup", "table"}),
}
NO_CELL = ROWS | {"colgroup", "tr"}
#: What an end tag does not reach beyond: its table, or its cell.
BARRIERS = frozenset({"table"})
CELL_BARRIERS = frozenset({"caption", "table", "td", "th"})
_BLOCKS = names(
    """
    address article aside blockquote center details div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hgroup hr ol p pre section summary table ul
    """
)
#: Elements that a start tag closes when they are the innermost open one (end tags that may be left out).
CLOSES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_BLOCKS, frozenset({"p"})),
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt", "p"})),
    **dict.fromkeys(("rp", "rt"), frozenset({"rp", "rt"})),
    "li": frozenset({"li", "p"}),
    "option": frozenset({"option"}),
}
