"""What a page can reach in a theme, found from the texts of templates alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.theme import dependencies as module
from generator.theme.dependencies import Closure, Templates
from generator.theme.lookup import Layer, Theme
from generator.theme.template_references import UNKNOWN, References, references


def templates(root: Path, files: Mapping[str, str], known: Mapping[str, References] = {}) -> Templates:
    """Return those of a theme `own` that inherits from `base`; files are named `own/a.html`."""
    for name, text in files.items():
        theme, _, own = name.partition("/")
        path = root / theme / "templates" / own
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Templates(Theme(tuple(Layer(name, str(root / name)) for name in ("own", "base"))), known)


def places(closure: Closure) -> dict[str, str]:
    """Return by name in which theme each template was found."""
    return {name: found.theme if found else "" for name, found in closure.templates.items()}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{% extends 'a' %}{% include 'b' %}{% import 'c' as c %}{% from 'd' import e %}", "abcd"),
        ("{% include ['a', 'b'] ignore missing %}", "ab"),
        (
            "{% block x %}{% for y in z %}{% if y %}{% include 'a' %}{% endif %}{% endfor %}{% endblock %}",
            "a",
        ),
        ("{% once root %}{% include 'a' %}{% endonce %}", "a"),
        ("{% macro m() %}{% include 'a' %}{% endmacro %}{% raw %}{% include 'b' %}{% endraw %}", "a"),
    ],
)
def test_tags_that_name_templates(text: str, named: str) -> None:
    assert references(text.encode()) == References(tuple(named), ())


@pytest.mark.parametrize(
    "text", ["{% include x %}", "{% extends 'a' if x else 'b' %}", "{% include [x] %}", "{% import x as y %}"]
)
def test_a_name_that_is_worked_out(text: str) -> None:
    assert references(text.encode()).templates == (None,)


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        ("{{ asset('a.css') }}{{ root ~ asset('b.css')|upper }}", ("a.css", "b.css")),
        ("{{ asset(name) }}", (None,)),
        ("{{ asset('a' ~ '.css') }}", (None,)),
        ("{% set link = asset %}{{ link('a.css') }}", (None,)),
        ("{{ names|map(asset) }}{{ asset('a.css') }}", ("a.css", None)),
        ("{{ post.asset }}{{ 'asset' }}", ()),
    ],
)
def test_assets(text: str, assets: tuple[str | None, ...]) -> None:
    found = references(text.encode()).assets
    assert set(found) == set(assets)


@pytest.mark.parametrize("data", [b"{% if %}", b"\xff"])
def test_what_can_not_be_parsed_may_name_anything(data: bytes) -> None:
    assert references(data) == UNKNOWN


def test_names_lead_along_the_chain_and_into_a_theme(tmp_path: Path) -> None:
    found = templates(
        tmp_path,
        {
            "own/post.html": "{% extends 'base/post.html' %}",
            "base/post.html": "{% extends 'layout.html' %}{% include './_part.html' %}",
            "base/layout.html": "{{ asset('a.css') }}",
            "own/layout.html": "{% include 'gone.html' ignore missing %}{{ asset('b.css') }}",
            "base/_part.html": "{% include '../up.html' ignore missing %}",
            "base/home.html": "",
        },
    ).closure("post.html")
    assert places(found) == {
        "post.html": "own", "base/post.html": "base", "layout.html": "own", "gone.html": "",
        "./_part.html": "base", "../up.html": "",
    }  # fmt: skip
    assert found.assets == frozenset({"b.css"})


def test_templates_may_name_each_other(tmp_path: Path) -> None:
    found = templates(
        tmp_path, {"own/a.html": "{% include 'b.html' %}", "own/b.html": "{% import 'a.html' as a %}"}
    )
    assert list(found.closure("a.html").templates) == ["a.html", "b.html"]


def test_a_name_that_is_worked_out_reaches_everything(tmp_path: Path) -> None:
    files = {"own/a.html": "{% include name %}", "own/sub/b.html": "", "base/a.html": ""}
    found = templates(tmp_path, files).closure("a.html")
    assert places(found) == {
        "a.html": "own",
        "own/a.html": "own",
        "own/sub/b.html": "own",
        "base/a.html": "base",
    }
    assert found.assets is None


def test_known_texts_are_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"own/a.html": "{% include 'b.html' %}", "own/b.html": "{{ asset('a.css') }}"}
    first = templates(tmp_path, files)
    found = first.closure("a.html")
    monkeypatch.setattr(module, "references", None)
    again = templates(tmp_path, {}, first.references)
    assert again.closure("a.html") == found
    assert again.references == first.references
