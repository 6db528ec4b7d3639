"""The schema of front matter that editors read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.content import json_schema
from generator.content.frontmatter.keys import KEYS
from generator.content.frontmatter.split import split

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
POSTS = sorted(path for path in (ROOT / "content").rglob("*") if path.suffix in (".md", ".markdown", ".html"))


def test_the_file_is_what_the_code_makes() -> None:
    assert (ROOT / "docs" / "schema" / "post.schema.json").read_text(encoding="utf-8") == json_schema.text()


def test_every_key_is_described() -> None:
    properties = json_schema.schema()["properties"]
    assert set(properties) == set(KEYS)
    assert all(one["description"] for one in properties.values())


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema.schema())


def test_the_example_archive_is_valid() -> None:
    assert len(POSTS) > 50
    for path in POSTS:
        front = split(path.read_text(encoding="utf-8")).front or ""
        found = yaml.load(front, Loader=yaml.CBaseLoader) if front else {}
        jsonschema.validate(found, json_schema.schema())


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"a": "b"}}, {"draft": "ture"}, {"tags": {"a": "b"}}, {"markdown": "kramdown"},
        {"translations": ["a"]}, {"authors": [{"mail": "a@b.example"}]}, {"date": ["2021-12-28"]},
    ],
)  # fmt: skip
def test_what_is_wrong_is_seen(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema.schema())


@pytest.mark.parametrize(
    "right",
    [
        {"title": 2021, "date": "2021-12-28", "draft": True, "hero": {"a": 1}}, {"tags": ["a", 1, None]},
        {"authors": [{"name": "甲"}, "乙"]}, {"translations": {"en": "/en/a.html"}}, {"category": None},
    ],
)  # fmt: skip
def test_what_is_right_is_let_through(right: dict[str, Any]) -> None:
    jsonschema.validate(right, json_schema.schema())
