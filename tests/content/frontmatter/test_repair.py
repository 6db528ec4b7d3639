from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.frontmatter.fields import read_fields
from generator.content.frontmatter.repair import MAX_BROKEN, repair


def rescued(text: str) -> tuple[dict[str, object], list[tuple[str, int, int]]]:
    """Return fields and, of each problem, the end of its code and line and column within the text."""
    fields, problems = read_fields(text, 1, "a.md")
    assert all(problem.severity == "warning" for problem in problems), problems
    assert all(problem.message and problem.hint for problem in problems)
    places = [
        (problem.code.removeprefix("front-matter."), problem.line, problem.column) for problem in problems
    ]
    return {key: field.value for key, field in fields.items()}, places


@pytest.mark.parametrize(
    ("value", "title", "column"),
    [
        ('"他说"好""', '他说"好"', 11),
        ('"他说"好"，走了"', '他说"好"，走了', 11),
        (r'"他说\"好\"，她说"不""', '他说"好"，她说"不"', 12),
        ("'it's'", "it's", 11),
        ("'it''s 'it''", "it's 'it'", 11),
        ('"never closed', "never closed", 8),
        ('"A" and "B"', '"A" and "B"', 10),
        ('"A" 之后', '"A" 之后', 10),
        ("'Tis the season", "'Tis the season", 8),
        (r'"C:\新闻"', r"C:\新闻", 11),
    ],
)
def test_quotes(value: str, title: str, column: int) -> None:
    assert rescued(f"title: {value}\ntags: x\n") == ({"title": title, "tags": "x"}, [("quote", 1, column)])


@pytest.mark.parametrize(
    ("value", "column"),
    [("快讯: 今日", 10), ("A: B: C", 9), ("今日:", 10), ("第1: [x", 10)],
)
def test_colons(value: str, column: int) -> None:
    assert rescued(f"tags: x\ntitle: {value}\n") == ({"tags": "x", "title": value}, [("colon", 2, column)])


@pytest.mark.parametrize(
    "value",
    [
        "@人民日报", "%10", "*bold*", "*bold", "&x", "&x y", "!重磅", "!a b", "! a", "!!wow a",
        "[转载] 今日要闻", "[a] [b]", "{图} 今日", "`code`", "| 今日", "|今日", "> 今日", ">今日",
        "#618 大促", "- 今日", "? 今日", ", 今日",
        "] 今日", "} 今日", "[转载: 今日", "@ 快讯: 今日",
    ],
)  # fmt: skip
def test_indicators(value: str) -> None:
    assert rescued(f"title: {value}\ntags: x\n") == ({"title": value, "tags": "x"}, [("indicator", 1, 8)])


def test_a_hashtag_in_a_text_is_no_comment() -> None:
    assert rescued("title: 大促 #618 开场\n") == ({"title": "大促 #618 开场"}, [("indicator", 1, 11)])


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("layout: post #618\n", {"layout": "post"}),
        ("title: 大促 # a comment\n", {"title": "大促"}),
        ("tags: #list\n  - a\n", {"tags": ("a",)}),
        ("tags: [a, b]\n", {"tags": ("a", "b")}),
        ("a: &x b\nc: *x\n", {"a": "b", "c": "b"}),
        ("title: -10°C\ntags: ?x\n", {"title": "-10°C", "tags": "?x"}),
        ("title: 'a: b'\nsummary: |\n  @c: d\n", {"title": "a: b", "summary": "@c: d\n"}),
        ("title: a\n b\n", {"title": "a b"}),
        ("  title: a\n  tags: b\n", {"title": "a", "tags": "b"}),
        ("title: 8:30 见 http://a/b?c#d\n", {"title": "8:30 见 http://a/b?c#d"}),
    ],
)
def test_good_yaml_is_left_alone(text: str, fields: object) -> None:
    assert rescued(text) == (fields, [])


@pytest.mark.parametrize(
    ("text", "fields", "places"),
    [
        ("title：快讯\n", {"title": "快讯"}, [("fullwidth-colon", 1, 6)]),
        ("layout: a\ntitle： 快讯\n", {"layout": "a", "title": "快讯"}, [("fullwidth-colon", 2, 6)]),
        ("title：\n", {"title": ""}, [("fullwidth-colon", 1, 6)]),
        ("tags：[a, b]\n", {"tags": ("a", "b")}, [("fullwidth-colon", 1, 5)]),
        ('title："他说"好""\n', {"title": '他说"好"'}, [("fullwidth-colon", 1, 6), ("quote", 1, 11)]),
        ("title:快讯\ntags: x\n", {"title": "快讯", "tags": "x"}, [("colon", 1, 6)]),
        ("title:　快讯\ntags: x\n", {"title": "快讯", "tags": "x"}, [("colon", 1, 6)]),
    ],
)  # fmt: skip
def test_colons_of_keys(text: str, fields: object, places: object) -> None:
    assert rescued(text) == (fields, places)


@pytest.mark.parametrize(
    ("text", "fields", "places"),
    [
        ('tags: [a, "b"c"]\n', {"tags": ("a", 'b"c')}, [("quote", 1, 7)]),
        ("tags: [@a, b]\n", {"tags": ("@a", "b")}, [("indicator", 1, 7)]),
        ("tags:\n  - @a\n  - b\n", {"tags": ("@a", "b")}, [("indicator", 2, 5)]),
        ('tags:\n- "a"b"\n- c\n', {"tags": ('a"b', "c")}, [("quote", 2, 5)]),
        ("tags:\n  - a: b: c\n", {"tags": ("a: b: c",)}, [("colon", 2, 6)]),
    ],
)
def test_items(text: str, fields: object, places: object) -> None:
    assert rescued(text) == (fields, places)


def test_a_quote_that_is_never_closed_swallows_no_other_field() -> None:
    text = 'title: "快讯\ndate: 2021-12-28\ntags: "x"\n'
    assert rescued(text) == ({"title": "快讯", "date": "2021-12-28", "tags": "x"}, [("quote", 1, 8)])
    text = 'title: "快讯\ndate: 2021-12-28\ntags: x"\n'
    assert rescued(text)[0]["date"] == "2021-12-28"


def test_values_over_several_lines() -> None:
    assert rescued('title: "a\n  b"c"\ntags: x\n') == ({"title": 'a b"c', "tags": "x"}, [("quote", 1, 8)])
    assert rescued("summary: a\n  b: c\n  d\ntags: x\n") == (
        {"summary": "a b: c d", "tags": "x"},
        [("colon", 1, 10)],
    )


def test_indented_keys_go_to_the_margin() -> None:
    assert rescued("title: a\n  date: b\n") == ({"title": "a", "date": "b"}, [("indent", 2, 1)])
    assert rescued(" title: a\ndate: b\n") == ({"title": "a", "date": "b"}, [("indent", 1, 1)])
    assert rescued("  title: @a\n  date: b\n")[0] == {"title": "@a", "date": "b"}


def test_a_line_without_a_key_is_left_out() -> None:
    fields, places = rescued("title: a\n作者：张三\ndate: b\n")
    assert (fields, places) == ({"title": "a", "date": "b"}, [("stray", 2, 1)])
    _, (problem,) = read_fields("title: a\n作者：张三\n", 1, "a.md")
    assert "“作者：张三”" in problem.message


def test_several_faults_in_one_file() -> None:
    fields, places = rescued('title: "a"b"\nsource: 快讯: x\ntags：@y\nlayout: post\n')
    assert fields == {"title": 'a"b', "source": "快讯: x", "tags": "@y", "layout": "post"}
    assert places == [("quote", 1, 10), ("colon", 2, 11), ("fullwidth-colon", 3, 5), ("indicator", 3, 7)]


def test_lines_keep_their_numbers() -> None:
    text = 'a: "x\n  y"z"\nb: c: d\nc: [\n'
    assert repair(text).text.count("\n") == text.count("\n")


@pytest.mark.slow
def test_mending_ends() -> None:
    start = time.process_time()
    assert len(repair('a: "b"c"\n' * 7_000).repairs) == MAX_BROKEN
    repair("tags:\n" + "- @a\n" * 12_000 + "title: 'a'b'\n")
    assert time.process_time() - start < 3


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_a_scraper_s_template_gives_the_title_back(title: str) -> None:
    """What `title: "` + title + `"` means is not in doubt, unless it has a backslash or spaces."""
    if "\\" in title:
        return
    fields, _ = rescued(f'title: "{title}"\ndate: 2021-12-28\n')
    assert fields == {"title": title, "date": "2021-12-28"}


_MARKS = st.sampled_from("\"'[]{}:#&*!|>%@`,-? 中a：\\")


@pytest.mark.slow
@given(st.text(_MARKS, min_size=1, max_size=20).map(str.strip).filter(bool))
@settings(max_examples=300)
def test_an_unquoted_title_loses_nothing_but_its_quotes_and_comments(title: str) -> None:
    fields, _ = rescued(f"title: {title}\ndate: 2021-12-28\n")
    assert fields["date"] == "2021-12-28"
    if title[0] not in "'\"[{" and not re.search(r"(?:^| )#(?: |$|#)|^[|>][-+]? *(?:$|#)", title):
        assert fields["title"] == title
