from __future__ import annotations

import pytest

from generator.body.markdown.convert import to_html
from generator.body.markdown.emphasis import keep_bold
from generator.body.options import BodyRules


def html(text: str) -> str:
    return to_html(text, "comrak", BodyRules()).strip().removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**甲乙\u00a0**丙", "<strong>甲乙\u00a0</strong>丙"),
        ("**\u3000甲乙**丙", "<strong>\u3000甲乙</strong>丙"),
        ("丙**\u3000甲\u00a0**", "丙<strong>\u3000甲\u00a0</strong>"),
        (
            "丁\u3000**甲**\u3000**乙**\u00a0丙",
            "丁\u3000<strong>甲</strong>\u3000<strong>乙</strong>\u00a0丙",
        ),
        ("**“甲乙”**2008 年", "<strong>“甲乙”</strong>2008 年"),
        ("2008**“甲乙”**年", "2008<strong>“甲乙”</strong>年"),
        ("**Update:**Then", "<strong>Update:</strong>Then"),
        ("Then**(1)**Then", "Then<strong>(1)</strong>Then"),
        ("***“甲”***2008", "<em><strong>“甲”</strong></em>2008"),
        (
            "**甲**，**“乙”**2 与 **丙:**d",
            "<strong>甲</strong>，<strong>“乙”</strong>2 与 <strong>丙:</strong>d",
        ),
        ("**一\n“二”**3", "<strong>一\n“二”</strong>3"),
        ("`**` **“甲”**2", "<code>**</code> <strong>“甲”</strong>2"),
        ("## **Update:**Then", '<h2 id="updatethen"><strong>Update:</strong>Then</h2>'),
    ],
)
def test_marks_are_bold(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    ["** 甲**：乙", "f(**a, **b)", "甲**\n\n“乙”**3", r"\**“甲”\**2", "甲 ** “乙” ** 丙", "**甲：\u3000乙"],
)
def test_other_asterisks_stay(text: str) -> None:
    assert "<strong>" not in html(text)


def test_no_joiner_is_left() -> None:
    assert keep_bold("甲**乙**丙") == "甲**乙**丙"
    assert html("[**“甲”**2](/**“甲”**2)") == (
        '<a href="/**%E2%80%9C%E7%94%B2%E2%80%9D**2"><strong>“甲”</strong>2</a>'
    )
