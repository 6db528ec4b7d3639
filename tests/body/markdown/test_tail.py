from __future__ import annotations

import pytest

from generator.body.markdown.tail import Tail, split_tail
from generator.body.options import BodyRules
from generator.config.schema import Tail as Patterns

DEFAULTS = Patterns()
RULES = BodyRules(source_link=DEFAULTS.source_link, back_links=DEFAULTS.back_links, credit=DEFAULTS.credit)
TEXT = '<p>一段。</p><p class="em_media">（文章来源：南方日报）</p>'
URL = "http://finews.example/html_News/NewsShare.html?infoCode=NW202112282227676010"
SOURCE = f"<{URL}>"
BACK = "[返回南方日报新闻](//archive.example/category/nanfangribao.html)｜[返回首页](//archive.example/)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TEXT}\n\n{SOURCE}\n\n{BACK}", Tail(TEXT, URL, "南方日报")),
        (f"{TEXT}\n\n{SOURCE}\n\n{BACK}\n \n", Tail(TEXT, URL, "南方日报")),
        (f"{TEXT}\n{BACK}\n{SOURCE}", Tail(TEXT, URL, "南方日报")),
        (f"{TEXT}\n\n  {SOURCE}  ", Tail(TEXT, URL, "南方日报")),
        (f"{TEXT}\n\n{BACK}", Tail(TEXT, "", "南方日报")),
        (TEXT, Tail(TEXT, "", "南方日报")),
        (f"{TEXT}\n", Tail(f"{TEXT}\n", "", "南方日报")),
        (f"一段。\n\n{SOURCE}", Tail("一段。", URL, "")),
        (f"{SOURCE}\n\n{BACK}", Tail("", URL, "")),
        ("", Tail("", "", "")),
        ("\n \n", Tail("\n \n", "", "")),
    ],
)
def test_tails_of_scrapers(text: str, expected: Tail) -> None:
    assert split_tail(text, RULES) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{SOURCE}\n\n一段。",
        f"一段。{SOURCE}",
        f"{BACK}\n\n一段。",
        f"见{BACK}",
        "<https://a.example/x y>",
        "[前往首页](/)",
        f"    {SOURCE} 来源",
    ],
)
def test_what_is_no_tail_stays(text: str) -> None:
    assert split_tail(text, RULES) == Tail(text, "", "")


def test_each_part_is_taken_once() -> None:
    assert split_tail(f"a\n\n<https://b.example/>\n\n{SOURCE}", RULES) == Tail(
        "a\n\n<https://b.example/>", URL, ""
    )
    assert split_tail(f"a\n\n{BACK}\n\n{BACK}", RULES) == Tail(f"a\n\n{BACK}", "", "")


@pytest.mark.parametrize(
    "line",
    [
        '<a href="//x.example/a">返回甲</a>｜<a href="//x.example/">返回首页</a>',
        '<p><a href="/a">返回甲</a> | <a class="x" href="/">返回首页</a></p>',
        "<div align=right><a href='/'>返回首页</a></div>",
    ],
)
def test_links_back_may_be_html(line: str) -> None:
    assert split_tail(f"a\n\n{SOURCE}\n\n{line}", RULES) == Tail("a", URL, "")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("（文章来源：南方日报）", "南方日报"),
        ("(来源: 新华社 )", "新华社"),
        ("（来源：甲）…（来源：乙）", "乙"),
        ("（来源：甲）" + "字" * 390, "甲"),
        ("（来源：甲）" + "字" * 400, ""),
        ("（来源：）", ""),
        ("来源：甲", ""),
    ],
)
def test_the_last_credit_near_the_end_names_the_source(text: str, source: str) -> None:
    assert split_tail(text, RULES) == Tail(text, "", source)


def test_empty_expressions_find_nothing() -> None:
    text = f"{TEXT}\n\n{SOURCE}\n\n{BACK}"
    assert split_tail(text, BodyRules()) == Tail(text, "", "")


def test_groups_may_be_missing() -> None:
    rules = BodyRules(source_link=r"source", back_links=r"back", credit=r"credit")
    assert split_tail("credit\nsource\nback", rules) == Tail("credit", "", "")


def test_very_long_lines_are_no_tail() -> None:
    line = f"<https://a.example/{'x' * 3_000}>"
    assert split_tail(line, RULES) == Tail(line, "", "")


@pytest.mark.parametrize("unit", ["<a ", "<a href='", "[返回", "(来源：", "\n", "<https://", " "])
def test_hostile_tails_take_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert split_tail(text, RULES).source_url == ""
