"""The table of addresses in the docs is that of the kinds."""

from __future__ import annotations

from pathlib import Path

from generator.kinds.reference import markdown_table

DOCUMENT = (Path(__file__).parents[2] / "docs" / "addresses.md").read_text("utf-8")


def test_the_table_in_the_docs_is_made_from_the_kinds() -> None:
    table = DOCUMENT.partition("generator.kinds.reference` -->\n")[2].partition("<!-- end of addresses -->")[
        0
    ]
    assert table == markdown_table(), (
        "run: python -m generator.kinds.reference, and put its output into the document"
    )
