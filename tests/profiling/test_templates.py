"""Templates that are watched say the same as ever, and every part of them is counted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, Environment

from generator.profiling.templates import Watch
from generator.reporting.profile import Part, Tally
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
def watch() -> Watch:
    return Watch()


@pytest.fixture
def env(watch: Watch) -> Environment:
    env = environment()
    watch.over(env)
    return env


def parts(watch: Watch) -> Mapping[Part, Tally]:
    return watch.take().parts


def test_what_they_say_is_the_same(env: Environment) -> None:
    assert render(env, 3) == render(environment(), 3)
    assert render(env)[0] == "<head>+0(1)(2)xx110\n<footer>../"


def test_every_part_is_counted(env: Environment, watch: Watch) -> None:
    render(env, 3)
    found = {part: (one.calls, one.distinct) for part, one in parts(watch).items()}
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


def test_who_called_whom(env: Environment, watch: Watch) -> None:
    render(env)
    found = parts(watch)
    assert found[Part("post.html", "template")].within == {None}
    assert found[Part("base.html", "template")].within == {Part("post.html", "template")}
    assert found[Part("_part.html", "template")].within == {Part("post.html", "block", "main")}


def test_own_seconds_add_up_to_all(env: Environment, watch: Watch) -> None:
    render(env, 20)
    spent, lost = watch.spent()
    found = parts(watch)
    assert sum(one.own for one in found.values()) == pytest.approx(spent)
    assert 0 < found[Part("base.html", "template")].own < found[Part("base.html", "template")].seconds < spent
    assert lost > 0


def test_what_is_remembered_is_noted(env: Environment, watch: Watch) -> None:
    render(env, 3)
    found = parts(watch)
    assert found[Part("base.html", "template")].remembered == 2
    assert found[Part("post.html", "block", "main")].remembered == 0


def test_results_tell_the_page(env: Environment, watch: Watch) -> None:
    render(env)
    assert {one.root for one in parts(watch)[Part("_macros.html", "macro", "twice")].results} == {"../"}


def test_taking_begins_anew(env: Environment, watch: Watch) -> None:
    render(env)
    assert watch.take().once > 0
    assert not parts(watch)


def test_an_error_leaves_nothing_open(env: Environment, watch: Watch) -> None:
    with pytest.raises(ZeroDivisionError):
        env.get_template("broken.html").render()
    assert watch.part is None
    assert Part("broken.html", "template") not in parts(watch)
