"""Keys that are probably misspelt."""

from __future__ import annotations

import json

import pytest

from generator.checks.misspelt_keys import meant_key
from generator.content.frontmatter.keys import KEYS
from tests.checks.checking import codes, found, told
from tests.conftest import SiteMaker
from tests.sites import post


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("catgories", "categories"), ("Title", "title"), ("source-url", "source_url"),
        ("sourceURL", "source_url"),
        ("discription", "description"), ("permlink", "permalink"), ("alias", "aliases"), ("标题", "title"),
        ("dates", ""), ("images", ""), ("hero", ""), ("tumblr_url", ""), ("x", ""), ("_", ""), ("title", ""),
    ],
)  # fmt: skip
def test_what_was_meant(key: str, meant: str) -> None:
    assert meant_key(key, [key]) == meant


def test_what_is_given_is_not_missing() -> None:
    assert meant_key("data", ["data"]) == "date"
    assert meant_key("data", ["data", "date"]) == ""
    assert meant_key("catgories", ["catgories", "category"]) == ""


def test_known_keys_are_known() -> None:
    assert {meant_key(key, []) for key in KEYS} == {""}


def test_it_is_told_where_the_key_stands(site: SiteMaker) -> None:
    one = site({"posts/a.md": "---\ntitle: t\ndate: 2021-12-28\ncatgories:\n- wanbao\n---\nx\n"})
    assert codes(one) == ["posts/a.md:4:1 front-matter.unknown-key"]
    assert found(one)[0].hint == "did you mean categories?"


@pytest.mark.parametrize(("name", "place"), [("a", "4:1"), ("b", "4:3"), ("c", "3:1")])
def test_other_forms_have_places_too(site: SiteMaker, name: str, place: str) -> None:
    fields = {"title": "t", "date": "2021-12-28", "catgories": "wanbao"}
    forms = {
        "a": "+++\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items()) + "+++\nx\n",
        "b": json.dumps(fields, indent=2) + "\nx\n",
        "c": "".join(f"{key.title()}: {value}\n" for key, value in fields.items()) + "\nx\n",
    }
    one = site({f"posts/{name}.md": forms[name]})
    assert codes(one, "front-matter") == [f"posts/{name}.md:{place} front-matter.unknown-key"]


def test_a_key_is_reported_once_with_the_number_of_files(site: SiteMaker) -> None:
    posts = {
        f"posts/{name}.md": f"---\ntitle: {name}\ndate: 2021-12-28\ncatgories: x\ndiscription: y\n---\n"
        for name in "bca"
    }
    one = site(posts)
    problems = found(one, "front-matter")
    assert told(problems) == [f"posts/a.md:{line}:1 front-matter.unknown-key" for line in (4, 5)]
    assert all(problem.message.endswith("; 3 files have it") for problem in problems)


def test_template_syntax_is_found_in_each_file(site: SiteMaker) -> None:
    one = site({f"posts/{name}.md": post(title=name, body="{{< figure >}}\n\n{% b %}") for name in "ab"})
    assert codes(one) == [f"posts/{name}.md:5:1 body.template" for name in "ab"]
