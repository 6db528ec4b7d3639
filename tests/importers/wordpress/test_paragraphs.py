"""Texts of the classic editor get their paragraphs; those of the block editor lose its marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importers.wordpress.blocks import DynamicBlock, segments
from generator.importers.wordpress.paragraphs import with_paragraphs
from generator.importers.wordpress.protected import split_protected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
        ("甲\n乙<br />\n丙", "<p>甲<br>\n乙<br>\n丙</p>"),
        ("甲 <b>乙</b>\n \n\n丙", "<p>甲 <b>乙</b></p>\n<p>丙</p>"),
        ("<p>甲\n乙</p>", "<p>甲<br>\n乙</p>"),
        ("题\n<h2>甲</h2>\n文", "<p>题</p>\n<h2>甲</h2>\n<p>文</p>"),
        (
            "<ul>\n<li>甲</li>\n<li>乙\n\n丙</li>\n</ul>",
            "<ul>\n<li>甲</li>\n<li>\n<p>乙</p>\n<p>丙</p>\n</li>\n</ul>",
        ),
        (
            "<blockquote>甲\n\n乙</blockquote>丙",
            "<blockquote>\n<p>甲</p>\n<p>乙</p>\n</blockquote>\n<p>丙</p>",
        ),
        ("<div>甲</div>", "<div>甲</div>"),
        ("<div>\n甲\n\n乙\n</div>", "<div>\n<p>甲</p>\n<p>乙</p>\n</div>"),
        ("<table>\n<tr><td>甲\n乙</td></tr>\n</table>", "<table>\n<tr><td>甲<br>\n乙</td></tr>\n</table>"),
        ("<pre>甲\n\n乙</pre>", "<pre>甲\n\n乙</pre>"),
        ("甲\n\n<!--more-->\n\n乙", "<p>甲</p>\n<!--more-->\n<p>乙</p>"),
        (
            "https://v.example/a?b=1",
            '<p><a href="https://v.example/a?b=1">https://v.example/a?b=1</a></p>',
        ),
        ("甲 https://v.example/", "<p>甲 https://v.example/</p>"),
        ("<hr />\n甲<hr>", "<hr />\n<p>甲</p>\n<hr>"),
        ("", ""),
    ],
)
def test_paragraphs(text: str, shown: str) -> None:
    assert with_paragraphs(text).strip("\n") == shown


PARTS = [
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<li>",
    "\n",
    "\n\n",
    " ",
    "<!--",
    "-->",
    "渡",
    "<",
    "<br>",
    "<hr>",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
def test_the_text_stays(text: str) -> None:
    assert with_paragraphs(text).count("渡") == text.count("渡")


@pytest.mark.parametrize(
    "part", ["<div>", "<pre>", "<!--", "a\n\n", "<blockquote>", "<", "  ", "<p>\n", "</div>"]
)
def test_long_texts_end_in_bounded_texts(part: str) -> None:
    assert len(with_paragraphs(part * 1_000)) < 20 * len(part * 1_000)


def split(text: str) -> list[tuple[int, str, bool]]:
    return [tuple(one) for one in segments(text, lambda block: f"({block.name} {block.line})")]  # type: ignore[misc]


def test_a_text_without_blocks_is_classic() -> None:
    assert split("甲\n\n乙") == [(0, "甲\n\n乙", True)]
    assert split("甲 <!--more--> 乙") == [(0, "甲 <!--more--> 乙", True)]


def test_marks_of_blocks_go_and_lines_are_counted() -> None:
    text = (
        '<!-- wp:group {"a":[1]} -->\n<div><!-- wp:core/paragraph -->\n<p>甲</p>\n'
        "<!-- /wp:core/paragraph --></div>\n<!-- /wp:group -->\n经典\n\n段"
    )
    found = split(text)
    assert "".join(part for _, part, _ in found) == "\n<div>\n<p>甲</p>\n</div>\n\n经典\n\n段"
    assert [(line, classic) for line, part, classic in found if "甲" in part or "经典" in part] == [
        (1, False),
        (4, True),
    ]


def test_the_classic_block_is_classic() -> None:
    assert [one for one in split("<!-- wp:freeform -->甲\n\n乙<!-- /wp:freeform -->") if one[1]] == [
        (0, "甲\n\n乙", True)
    ]


def test_blocks_that_a_program_makes() -> None:
    seen: list[DynamicBlock] = []
    text = '<!-- wp:block {"ref":7} /--><!-- wp:spacer /-->\n<!-- wp:latest-posts {broken} /-->'
    list(segments(text, lambda block: seen.append(block) or ""))  # type: ignore[func-returns-value]
    assert seen == [DynamicBlock("block", 0, {"ref": 7}), DynamicBlock("latest-posts", 1, {})]


@pytest.mark.parametrize("part", ["<!-- wp:a ", "<!-- wp:a -->", "<!-- wp:a {", "<!-- /wp:a -->", "<!--"])
def test_marks_without_an_end_cost_no_more_than_others(part: str) -> None:
    found = split(part * 2_000)
    assert sum(len(text) for _, text, _ in found) <= len(part) * 2_000


def test_code_is_protected_whatever_its_letters() -> None:
    parts = list(split_protected("İ<PRE>[a]</Pre>b<code>x<!-- <pre> --></code><pre>"))
    assert [part for part, protected in parts if protected] == [
        "<PRE>[a]</Pre>",
        "<code>x<!-- <pre> --></code>",
    ]
    assert "".join(part for part, _ in parts).endswith("b<code>x<!-- <pre> --></code><pre>")
