"""Markdown right below a block of HTML is read as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.sites.html_blocks import with_separate_html

FIGURE = "<figure>\n<img src='a.png'>\n<figcaption>说明</figcaption>\n</figure>\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{FIGURE}![图](b.png)\n", f"{FIGURE}\n![图](b.png)\n"),
        ("<figcaption>说明</figcaption>\n![图](b.png)\n", "<figcaption>说明</figcaption>\n\n![图](b.png)\n"),
        ("<div><div>\na</div>\nb</div>\n**c**\n", "<div><div>\na</div>\nb</div>\n\n**c**\n"),
        (f"{FIGURE}<p>下</p>\n", f"{FIGURE}<p>下</p>\n"),
        (f"{FIGURE}\n下\n", f"{FIGURE}\n下\n"),
        ("```\n<p>a</p>\nb\n```\n", "```\n<p>a</p>\nb\n```\n"),
        ("<p>甲</p> 乙\n丙\n", "<p>甲</p> 乙\n丙\n"),
        ("甲 <b>乙</b>\n丙\n", "甲 <b>乙</b>\n丙\n"),
    ],
)
def test_blocks(body: str, expected: str) -> None:
    assert with_separate_html(body) == expected


@given(st.lists(st.sampled_from(["<div>", "</div>", "<p>a</p>", "甲", "\n", "```", "<figure>"]), max_size=30))
def test_only_blank_lines_are_added(parts: list[str]) -> None:
    body = "".join(parts)
    made = with_separate_html(body)
    assert made.replace("\n", "") == body.replace("\n", "")
    assert with_separate_html(made) == made
