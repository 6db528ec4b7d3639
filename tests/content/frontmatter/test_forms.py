"""Front matter in YAML, TOML, JSON and lines of `Key: value`: the same post, and messages with places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.frontmatter.fields import Field, Fields, read_fields
from generator.content.frontmatter.split import Form, read_body, split
from generator.content.post import parse_post
from generator.core.model import Problem
from tests.conftest import SiteMaker
from tests.content.test_post import READING

YAML = """---
title: 河堤新树
date: 2021-12-28 07:35:22 +0800
draft: true
tags: [河堤, 树]
updated: 2021-12-29
---
"""
TOML = """+++
title = "河堤新树"
date = 2021-12-28T07:35:22+08:00
draft = true
tags = ["河堤", '树']
updated = 2021-12-29
+++
"""
JSON = """{
  "title": "河堤新树",
  "date": "2021-12-28 07:35:22 +0800",
  "draft": true,
  "tags": ["河堤", "树"],
  "updated": "2021-12-29"
}
"""
LINES = """Title: 河堤新树
Date: 2021-12-28 07:35:22 +0800
Draft: true
Tags: 河堤, 树
Modified: 2021-12-29

"""
HEXO = YAML.removeprefix("---\n")
BODY = "正文第一段。\n\nKey: 正文\n"


def fields_of(text: str) -> tuple[Fields, list[Problem]]:
    parts = split(text)
    assert parts.front is not None
    return read_fields(parts.front, parts.first_line, "a.md", parts.form)


@pytest.mark.parametrize("front", [TOML, JSON, LINES, HEXO, f"\n{TOML}", f"\n{JSON}", f"\n\n{LINES}"])
def test_all_forms_give_the_same_post(front: str) -> None:
    path = "content/posts/a.md"
    wanted = parse_post(path, (YAML + BODY).encode(), READING)
    assert wanted.post is not None
    assert wanted.post.draft
    assert parse_post(path, (front + BODY).encode(), READING) == wanted
    assert read_body((front + BODY).encode()) == BODY
    assert (front + BODY).split("\n")[split(front + BODY).body_line - 1] == "正文第一段。"


@pytest.mark.parametrize(
    ("front", "form", "places"),
    [
        (TOML, "toml", {"title": (2, 9), "date": (3, 8), "tags": (5, 8)}),
        (JSON, "json", {"title": (2, 12), "date": (3, 11), "tags": (5, 11)}),
        (LINES, "lines", {"title": (1, 8), "date": (2, 7), "tags": (4, 7)}),
        (HEXO, "yaml", {"title": (1, 8), "date": (2, 7), "tags": (4, 7)}),
    ],
)
def test_values_have_their_places(front: str, form: Form, places: dict[str, tuple[int, int]]) -> None:
    assert split(front).form == form
    fields, problems = fields_of(front)
    assert {name: tuple(fields[name].position) for name in places} == places
    assert problems == []


@pytest.mark.parametrize("front", [TOML, JSON, LINES])
def test_problems_of_values_are_reported_in_their_places(front: str) -> None:
    text = front.replace("2021-12-28T07:35:22+08:00", '"昨天"').replace("2021-12-28 07:35:22 +0800", "昨天")
    result = parse_post("content/posts/2021-12-28-a.md", text.encode(), READING)
    assert result.post is not None
    (problem,) = result.problems
    line = text.split("\n")[problem.line - 1]
    assert problem.code == "date.unreadable"
    assert line[problem.column - 1 :].strip('",') == "昨天"


@pytest.mark.parametrize(
    ("text", "place", "code", "reason"),
    [
        ("+++\ntitle = 甲\n+++\n", (2, 9), "syntax", "nor a text in quotes"),
        ('+++\n\ntitle "甲"\n+++\n', (3, 7), "syntax", "a line is not `key = value`"),
        ('+++\ntitle = "甲\n+++\n', (2, 11), "syntax", "a quote is opened and never closed"),
        (
            '+++\nlong = """\ntitle = 1\n"""\ntitle = "甲"\ntitle = "乙"\n+++\n',
            (6, 1),
            "syntax",
            "given twice",
        ),
        ("+++\ndate = 2021-02-30\n+++\n", (2, 8), "syntax", "a date is in no calendar"),
        (f"+++\na = {'[' * 40}{']' * 40}\n+++\n", (2, 5), "nested", "more than 32 levels"),
        (f"+++\na = {'[' * 20_000}\n+++\n", (2, 1), "nested", "too many lists"),
        (f"+++\nb = 1\n{'.'.join('a' * 30_000)} = 1\n+++\n", (3, 1), "nested", "too many parts"),
        ('{"title": "甲", "date" "x"}\n', (1, 23), "syntax", "expecting ':'"),
        ('{\n  "title": 甲\n}\n正文\n', (2, 12), "syntax", "expecting value"),
        ('{\n  "title": "甲"\n  "date": 1\n}\n正文\n', (3, 3), "syntax", "expecting ','"),
        ('{\n  "title": "甲",\n}\n正文\n', (3, 1), "syntax", "property name"),
        ('{"title": ' + "[" * 30_000, (1, 1), "nested", "too many lists"),
        ('{"title": ' + "[" * 40 + "]" * 40 + "}", (1, 11), "nested", "more than 32 levels"),
        (f"+++\na = '{'b' * 65_536}'\n+++\n", (2, 1), "too-large", "more than 65,536"),
    ],
)
def test_what_can_not_be_read_is_an_error_in_its_place(
    text: str, place: tuple[int, int], code: str, reason: str
) -> None:
    fields, (problem,) = fields_of(text)
    assert fields == {}
    assert (problem.code, problem.severity) == (f"front-matter.{code}", "error")
    assert reason in problem.message
    assert (problem.line, problem.column) == place


def test_toml_that_is_not_closed_is_an_error() -> None:
    result = parse_post("content/posts/a.md", b'\n+++\ntitle = "a"\n\nText.\n', READING)
    assert result.post is None
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.column) == ("front-matter.unclosed", 2, 1)
    assert "three plus signs" in problem.hint


def test_zola_keeps_tags_and_categories_in_a_table() -> None:
    text = '+++\ntitle = "甲"\n[taxonomies]\ntags = ["河"]\ncategories = ["要闻"]\n[extra]\nx.y = 1\n+++\n'
    fields, problems = fields_of(text)
    assert fields["tags"] == Field(("河",), 4, 8)
    assert fields["categories"].value == ("要闻",)
    assert fields["extra"].value == ""
    assert problems == []


def test_values_of_toml_and_json_are_texts() -> None:
    toml = "+++\na = 1\nb = 1.50\nc = false\nd = 10:39:00\ne = [2021, 2021-12-28]\n'f g' = '甲'\n+++\n"
    fields, _ = fields_of(toml)
    values = {name: field.value for name, field in fields.items()}
    assert values == {
        "a": "1", "b": "1.50", "c": "false", "d": "10:39:00", "e": ("2021", "2021-12-28"), "f g": "甲"
    }  # fmt: skip
    fields, _ = fields_of('{"title": 1.50, "b": null, "c": true, "d": [1e3, "\\u7532"], "e": NaN}')
    values = {name: field.value for name, field in fields.items()}
    assert values == {"title": "1.50", "b": "", "c": "true", "d": ("1e3", "甲"), "e": "NaN"}


def test_of_a_key_that_an_object_has_twice_the_last_counts() -> None:
    fields, (problem,) = fields_of('{"title": "a", "title": "b"}')
    assert fields["title"].value == "b"
    assert (problem.code, problem.column) == ("front-matter.duplicate-key", 16)


def test_a_table_of_translations_is_read() -> None:
    fields, _ = fields_of('+++\ntitle = "甲"\ntranslations = {en = "/en/a.html"}\n+++\n')
    assert fields["translations"].pairs == (("en", "/en/a.html"),)


@pytest.mark.parametrize(
    "text",
    [
        "时间：三点\n\n正文。\n",
        "Note: a text\n\nText.\n",
        "Source: 社\nAuthor: 甲\n\n正文。\n",
        "Date: tomorrow\n\nText.\n",
        "Date: tomorrow\nPlace: the mill\n\nText.\n",
        "Title: a heading of Markdown\n---\nText.\n",
        "Title: 甲\nand a sentence.\n\nText.\n",
        "Title: 甲\nhttps://example.com/\n\nText.\n",
        "Title: 甲\n- an item\n\nText.\n",
        "https://example.com/\n\nText.\n",
        '{"a": 1}\nText.\n',
        '{"title": 1} is JSON.\n',
        "{{< figure >}}\nText.\n",
        "{% include a %}\nText.\n",
        "{: .lead}\nText.\n",
        '{"\n',
        "++++\na = 1\n++++\n",
    ],
)
def test_an_ordinary_text_is_no_front_matter(text: str) -> None:
    assert split(text).front is None
    assert split(text).body == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title: 甲\n\n正文", {"title": "甲"}),
        ("title: 甲: 乙\n\n正文", {"title": "甲: 乙"}),
        ("Title: 甲", {"title": "甲"}),
        ("Date: 2021-12-28\nSlug: a\n\n正文", {"date": "2021-12-28", "slug": "a"}),
        (
            "TITLE: 甲\nSource URL: https://example.com/\n\n",
            {"title": "甲", "source_url": "https://example.com/"},
        ),
        (
            "Title: 甲\nSummary: 一\n    二\n\t三\nKeywords: 河\n\n",
            {"title": "甲", "summary": "一 二 三", "tags": "河"},
        ),
        ("Title: 甲\nAuthors: 张三, 李四\n\n", {"title": "甲", "authors": ("张三", "李四")}),
        ("Title: 甲\nAuthors: Li, S.; Ma\n\n", {"title": "甲", "authors": ("Li, S.", "Ma")}),
        ("Title: 甲\nCustom:\n\n", {"title": "甲", "custom": ""}),
    ],
)
def test_lines_of_keys(text: str, expected: dict[str, object]) -> None:
    fields, problems = fields_of(text)
    assert {name: field.value for name, field in fields.items()} == expected
    assert problems == []


@given(st.text('+-{}"\n a:=[],tile', max_size=60))
def test_any_text_is_split_and_read(text: str) -> None:
    parts = split(text)
    lines = text.split("\n")
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body or not parts.closed
    if parts.front is not None:
        read_fields(parts.front, parts.first_line, "a.md", parts.form)


def test_pages_show_no_front_matter(site: SiteMaker) -> None:
    forms = {"toml": TOML, "json": JSON, "lines": LINES, "hexo": HEXO}
    posts = {f"posts/2021-12-28-{name}.md": text + BODY for name, text in forms.items()}
    one = site({path: re.sub("(?i)true", "false", text) for path, text in posts.items()})
    report = one.build()
    assert not report.problems
    pages = [re.sub("toml|json|lines|hexo", "", one.page(f"2021/12/28/{name}.html")) for name in forms]
    for page in pages:
        body = page[page.index("正文第一段") :]
        assert "title" not in body[: body.index("Key: 正文")]
        assert "<h1" in page
        assert "+++" not in page
