from __future__ import annotations

import json

import pytest

from generator.body.options import BodyRules
from generator.content.dates import zone_of
from generator.content.details import details_of, engine_of
from generator.content.frontmatter.fields import Field
from generator.content.frontmatter.record import Record
from generator.content.options import ReadOptions
from generator.content.post import parse_post
from generator.content.problems import Diagnostics

ZONE = zone_of("Asia/Shanghai")


def record(**values: str | tuple[str, ...]) -> Record:
    return Record({key: Field(value, 2, 8) for key, value in values.items()}, Diagnostics("a.md"))


def details(fields: Record, engine: str = "", source: str = "", source_url: str = "") -> object:
    return json.loads(details_of(fields, ZONE, engine, source, source_url))


def test_nothing_is_an_empty_object() -> None:
    assert details_of(record(), ZONE, "", "", "") == "{}"


def test_all_details_with_keys_in_order() -> None:
    fields = record(
        updated="2021-12-29",
        source="南方日报",
        source_url="https://example.com/a?b=c",
        author="曾艳春",
        authors=("关孝廷", "曾艳春"),
        image="/files/a.png",
        image_alt="图",
        lang="zh-CN",
        layout="post",
    )
    text = details_of(fields, ZONE, "html", "", "")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)
    assert json.loads(text) == {
        "authors": ["曾艳春", "关孝廷"],
        "engine": "html",
        "image": "/files/a.png",
        "image_alt": "图",
        "lang": "zh-CN",
        "layout": "post",
        "source": "南方日报",
        "source_url": "https://example.com/a?b=c",
        "updated": "2021-12-29T00:00:00+08:00",
    }
    assert fields.diagnostics.problems() == ()


def test_the_tail_says_what_the_front_matter_does_not() -> None:
    url = "http://example.com/a"
    assert details(record(), source="甲", source_url=url) == {"source": "甲", "source_url": url}
    assert details(record(source="乙", source_url="http://b/"), source="甲", source_url=url) == {
        "source": "乙",
        "source_url": "http://b/",
    }
    assert details(record(), source_url="javascript:alert(1)") == {}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("source_url", "javascript:alert(1)", "source.unusable"),
        ("source_url", "//example.com", "source.unusable"),
        ("source_url", "http://", "source.unusable"),
        ("image", "javascript:alert(1)", "image.unusable"),
        ("image", "data:image/png;base64,AA==", "image.unusable"),
        ("layout", "../../etc/passwd", "layout.unusable"),
        ("lang", "中文", "lang.unusable"),
        ("lang", 'zh" onclick="x', "lang.unusable"),
        ("updated", "yesterday", "date.unreadable"),
    ],
)
def test_what_can_not_be_used_is_left_out_with_a_warning(key: str, value: str, code: str) -> None:
    fields = record(**{key: value})
    assert details(fields) == {}
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.column, problem.severity) == (code, 2, 8, "warning")


@pytest.mark.parametrize(
    "image", ["a.png", "/files/a b.png", "https://example.com/a.png", "//example.com/a.png"]
)
def test_images(image: str) -> None:
    assert details(record(image=image)) == {"image": image}


@pytest.mark.parametrize(
    ("markdown", "path", "engine"),
    [
        ("", "a.md", ""),
        ("", "a.HTML", "html"),
        ("python-markdown", "a.md", "python-markdown"),
        ("Comrak", "a.html", "comrak"),
        ("html", "a.md", "html"),
    ],
)
def test_engine(markdown: str, path: str, engine: str) -> None:
    fields = record(markdown=markdown)
    assert engine_of(fields, path) == engine
    assert fields.diagnostics.problems() == ()


def test_an_unknown_engine_is_told() -> None:
    fields = record(markdown="kramdown")
    assert engine_of(fields, "a.md") == ""
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.severity) == ("markdown.unknown", "warning")


READING = ReadOptions("Asia/Shanghai", split_categories=False, max_bytes=8_000_000, body=BodyRules())


def translations(text: str) -> tuple[object, list[str]]:
    parsed = parse_post(
        "content/posts/a.md", f"---\ntitle: x\ndate: 2021-12-28\n{text}---\nx\n".encode(), READING
    )
    assert parsed.post
    return json.loads(parsed.post.details).get("translations"), [problem.code for problem in parsed.problems]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("translations: {en: /en/a.html, zh_TW: https://x.example/a}\n",
         {"en": "/en/a.html", "zh-TW": "https://x.example/a"}),
        ("translations:\n  x-default: /\n", {"x-default": "/"}),
        ("translations:\n", None),
        ("translations: {}\n", None),
    ],
)  # fmt: skip
def test_translations(text: str, found: object) -> None:
    assert translations(text) == (found, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("translations: {en: a.html, de: /de.html}\n", {"de": "/de.html"}),
        ("translations: {英文: /en.html}\n", None),
        ("translations: {en: //x.example/}\n", None),
        ("translations: {en: 'javascript:alert(1)'}\n", None),
        ("translations: [/en.html]\n", None),
        ("translations: /en.html\n", None),
    ],
)
def test_translations_that_lead_nowhere_are_told_and_left_out(text: str, found: object) -> None:
    assert translations(text) == (found, ["translations.unusable"])


def test_a_translation_that_is_no_text() -> None:
    assert translations("translations: {en: [/a, /b], de: /de.html}\n") == (
        {"de": "/de.html"},
        ["front-matter.mapping"],
    )
