"""Templates that are timed render the same, and every part of them is counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, Environment

from generator.profiling.profile import Part, PartCost
from generator.profiling.templates import TemplateProfiler
from generator.theme.once_tag import Once

TEMPLATES = {
    "base.html": (
        "{% block head %}<head>{% endblock %}{% block main %}{% endblock %}\n"
        "{% once root %}<footer>{{ root }}{% endonce %}"
    ),
    "post.html": (
        '{% extends "base.html" %}{% from "_macros.html" import twice %}'
        "{% block head %}{{ super() }}+{{ number }}{% endblock %}"
        '{% block main %}{% include "_part.html" %}{{ twice("x") }}'
        "{% call twice(1) %}{{ number }}{% endcall %}{% endblock %}"
    ),
    "_part.html": "{% for a in [1, 2] %}({{ a }}){% endfor %}",
    "_macros.html": "{% macro twice(what) %}{{ what }}{{ what }}{{ caller() if caller }}{% endmacro %}",
    "broken.html": "{{ 1 / 0 }}",
}


def environment() -> Environment:
    return Environment(autoescape=True, loader=DictLoader(TEMPLATES), extensions=[Once])


def render(env: Environment, times: int = 1) -> list[str]:
    template = env.get_template("post.html")
    return [template.render(root="../", page=None, number=number) for number in range(times)]


@pytest.fixture
def env() -> Environment:
    return environment()


@pytest.fixture
def profiler(env: Environment) -> TemplateProfiler:
    return TemplateProfiler(env)


def parts(profiler: TemplateProfiler) -> Mapping[Part, PartCost]:
    return profiler.take().parts


@pytest.mark.usefixtures("profiler")
def test_what_they_render_is_the_same(env: Environment) -> None:
    assert render(env, 3) == render(environment(), 3)
    assert render(env)[0] == "<head>+0(1)(2)xx110\n<footer>../"


def test_every_part_is_counted(env: Environment, profiler: TemplateProfiler) -> None:
    render(env, 3)
    found = {part: (one.calls, one.distinct) for part, one in parts(profiler).items()}
    assert {part: counts for part, counts in found.items() if part.kind != "compiling"} == {
        Part("post.html", "template"): (3, 3),
        Part("base.html", "template"): (3, 3),
        Part("_part.html", "template"): (3, 1),
        Part("_macros.html", "template"): (1, 1),
        Part("post.html", "block", "head"): (3, 3),
        Part("base.html", "block", "head"): (3, 1),
        Part("post.html", "block", "main"): (3, 3),
        Part("_macros.html", "macro", "twice"): (6, 4),
        Part("post.html", "call", "1"): (3, 3),
        Part("base.html", "call", "2"): (1, 1),
    }
    assert {part.template for part in found if part.kind == "compiling"} == {
        "post.html", "base.html", "_part.html", "_macros.html",
    }  # fmt: skip


def test_who_called_whom(env: Environment, profiler: TemplateProfiler) -> None:
    render(env)
    found = parts(profiler)
    assert found[Part("post.html", "template")].callers == {None}
    assert found[Part("base.html", "template")].callers == {Part("post.html", "template")}
    assert found[Part("_part.html", "template")].callers == {Part("post.html", "block", "main")}


def test_own_seconds_add_up_to_all(env: Environment, profiler: TemplateProfiler) -> None:
    render(env, 20)
    spent, overhead = profiler.totals()
    found = parts(profiler)
    assert sum(one.own for one in found.values()) == pytest.approx(spent)
    assert 0 < found[Part("base.html", "template")].own < found[Part("base.html", "template")].seconds < spent
    assert overhead > 0


def test_what_is_remembered_is_noted(env: Environment, profiler: TemplateProfiler) -> None:
    render(env, 3)
    found = parts(profiler)
    assert found[Part("base.html", "template")].cache_hits == 2
    assert found[Part("post.html", "block", "main")].cache_hits == 0


def test_results_tell_the_page(env: Environment, profiler: TemplateProfiler) -> None:
    render(env)
    assert {one.root for one in parts(profiler)[Part("_macros.html", "macro", "twice")].results} == {"../"}


def test_taking_begins_anew(env: Environment, profiler: TemplateProfiler) -> None:
    render(env)
    assert profiler.take().once > 0
    assert not parts(profiler)


def test_an_error_leaves_nothing_open(env: Environment, profiler: TemplateProfiler) -> None:
    with pytest.raises(ZeroDivisionError):
        env.get_template("broken.html").render()
    assert profiler.current is None
    assert Part("broken.html", "template") not in parts(profiler)
