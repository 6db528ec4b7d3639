from __future__ import annotations

import time

import pytest

from generator.body.html.pipeline import finish
from generator.body.markdown.comments import unclosed_comments, without_comments
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules, Place

ENGINES = ("comrak", "python-markdown", "html")
RULES = BodyRules()


def html(text: str, engine: str = "comrak") -> str:
    return to_html(text, engine, RULES).strip()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_comment_with_a_blank_line_swallows_nothing(engine: str) -> None:
    raw = html("<p>一</p>\n\n<!-- 广告\n\n位 -->\n\n<p>二</p>", engine)
    assert raw.replace("\n", "") == "<p>一</p><p>二</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- 注 --> **粗**", "**粗**"),
        ("一<!-- 注 -->二", "一二"),
        ("一 <!-- 注\n\n注 --> 二", "一  二"),
        ("一\n<!-- 注 -->\n二", "一\n\n二"),
        ("一\n<!-- 注 -->\n\n二", "一\n\n二"),
        ("- 一\n<!-- 注 -->\n- 二", "- 一\n- 二"),
        ("<table>\n    <!-- 注\n\n -->\n    <tr>", "<table>\n    <tr>"),
        ("    <!-- 一 -->", "    <!-- 一 -->"),
        ("1. 一\n\n    <!-- 注 -->\n    二", "1. 一\n\n    二"),
        ("<!-- 一 --><!-- 二 -->\n三", "三"),
        ("一<!---->二<!-->三<!--->四", "一二三四"),
        ("<!--[if gte mso 9]><xml>一</xml><![endif]-->二", "二"),
        ("<!--[if !mso]><!-->一<!--<![endif]-->", "一"),
        ('<?xml:namespace prefix = o ns = "urn:x" />一', "一"),
        ("<![if !supportLists]>一<![endif]>", "一"),
        ("<!DOCTYPE html>\n一", "一"),
        ("<![CDATA[一]]>", "一"),
        ("<!-- 一\n```\n二 -->\n三\n```\n<!-- 四 -->\n```", "三\n```\n<!-- 四 -->\n```"),
        ("1 <! 2 <? 3", "1 <! 2 <? 3"),
    ],
)
def test_comments_go_before_markdown_is_read(text: str, expected: str) -> None:
    assert without_comments(text, is_html=False) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- 一 -->`",
        "写 `<!--` 和 `-->`",
        "```\n<!-- 一\n\n二 -->\n```",
        "~~~html\n<!--\n~~~\n一",
        "<pre><!-- 一 --></pre>",
        "- 一\n\n      <!-- 二 -->",
        r"\<!-- 一 -->",
    ],
)
def test_comments_in_code_stay(text: str) -> None:
    assert without_comments(text, is_html=False) == text
    assert unclosed_comments(text, is_html=False) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text", ["<p>一</p>\n<!-- 广告\n<p>二</p>", "<p>一</p>\n<!-- 广告\n<p>二</p>\n<!-- 注 -->\n<p>三</p>"]
)
def test_a_comment_that_is_not_closed_hides_nothing(engine: str, text: str) -> None:
    shown = finish(html(text, engine), Place("", "content/posts/a.md"), RULES)
    assert "<p>二</p>" in shown
    assert "广告" in shown
    assert "注" not in shown
    assert unclosed_comments(text, is_html=engine == "html") == [text.index("<!--")]


def test_a_comment_in_a_comment_that_is_closed_twice_is_one_comment() -> None:
    assert html("<!-- <p>一</p> <!-- 二 --> -->\n\n三") == "<p>--&gt;</p>\n<p>三</p>"


def test_comments_in_scripts_are_none() -> None:
    text = "<script>a = '<!--'</script><p>一</p>"
    assert without_comments(text, is_html=True) == text
    assert unclosed_comments(text, is_html=True) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("more", ["<!--more-->", "<!-- more -->", "<!-- More 继续阅读 -->"])
def test_the_end_of_the_summary_is_known(engine: str, more: str) -> None:
    assert "<!--more-->" in html(f"<p>一</p>\n\n{more}\n\n<p>二</p>", engine)
    assert "一<!--more-->二" in html(f"<p>一{more}二</p>", engine)


def test_the_line_of_the_end_of_the_summary_is_markdown() -> None:
    assert html("一\n\n<!--more--> **二**") == "<p>一</p>\n<!--more-->\n<p><strong>二</strong></p>"


def test_the_end_of_the_summary_stays_in_large_bodies() -> None:
    many = "<div>一</div>" * 300
    assert to_html(f"{many}<!--more--><!-- 注 -->{many}", "html", RULES) == f"{many}<!--more-->{many}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["<!--" * 20_000, "<!-- `x` -->\n" * 5_000, "<!--a-->" * 20_000, "<!--" * 20_000 + "-->" + "a" * 80_000],
)
def test_many_comments_take_linear_time(text: str) -> None:
    started = time.process_time()
    without_comments(text, is_html=False)
    assert time.process_time() - started < 2
