"""The table of addresses in the docs is that of the kinds."""

from __future__ import annotations

from pathlib import Path

from generator.kinds.reference import addresses

DOCUMENT = (Path(__file__).parents[2] / "docs" / "addresses.md").read_text("utf-8")


def test_the_table_in_the_docs_is_made_from_the_kinds() -> None:
    start, end = "generator.kinds.reference addresses` -->\n", "<!-- end of addresses -->"
    table = DOCUMENT.partition(start)[2].partition(end)[0]
    assert table == addresses(), (
        "run: python -m generator.kinds.reference addresses, and put its output into the document"
    )
