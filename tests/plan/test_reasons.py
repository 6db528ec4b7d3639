"""What changed among the inputs of a kind of page, in words."""

from __future__ import annotations

import pytest

from generator.plan.reasons import UPGRADED, cause

BEFORE = {
    "template:post.html": "own:1", "template:base.html": "default:1", "words:own/zh-CN.yaml": "1",
    "asset:style.css": "assets/style.1.css", "setting:title": "1", "setting:url": "1", "pages:": "1",
    "program:backfile": "0.1.0", "library:jinja2": "3.1.5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"template:post.html": "own:2"}, "the template post.html changed"),
        ({"template:post.html": "default:1", "template:base.html": ""},
         "the templates base.html and post.html changed"),
        ({"words:own/zh-CN.yaml": "2"}, "the texts own/zh-CN.yaml changed"),
        ({"asset:style.css": "assets/style.2.css"}, "the asset style.css changed"),
        ({"setting:url": "2", "setting:title": "2"}, "the settings title and url changed"),
        ({"setting:url": "2", "template:post.html": "own:2"},
         "the template post.html and the setting url changed"),
        ({"setting:url": "2", "setting:title": "2", "library:jinja2": "3.1.6"},
         "the settings title and url, and the library jinja2 changed"),
        ({"pages:": "2"}, "the static pages in the navigation changed"),
        ({"program:backfile": "0.2.0", "library:jinja2": "3.1.6"},
         "the library jinja2 and the program changed"),
        ({f"asset:{name}.css": "1" for name in "abcde"}, "the assets a.css, b.css, c.css and 2 more changed"),
        ({"template:post.html": "own:2", "template:part.html": "own:1", "asset:part.css": "1"},
         "the template post.html changed"),
    ],
)  # fmt: skip
def test_cause(change: dict[str, str], told: str) -> None:
    assert cause(BEFORE, {**BEFORE, **change}) == told


def test_what_went_is_told_like_what_came() -> None:
    assert cause(BEFORE, {name: value for name, value in BEFORE.items() if name != "asset:style.css"}) == (
        "the asset style.css changed"
    )


def test_an_older_program_kept_no_inputs() -> None:
    assert cause({}, BEFORE) == "the program changed"


def test_names_of_no_known_sort_are_no_cause() -> None:
    assert cause({"hibrary:nh3": "1"}, {"hibrary:nh3": "2"}) == UPGRADED
    assert (
        cause({"hibrary:nh3": "1", "setting:title": "a"}, {"setting:title": "b"})
        == "the setting title changed"
    )
