"""Themes: inheritance, assets, words, and errors that say where they are."""

from __future__ import annotations

import os

import pytest

from generator.core.errors import ConfigError, ThemeError
from generator.theme.environment import _guess_language
from tests.conftest import SiteMaker
from tests.sites import post

CONFIG = "title: x\ntheme: own\n"
OWN = {"../themes/own/theme.yaml": "inherits: default\n"}
PAGE = "2021/12/28/p.html"


def own_theme(**files: str) -> dict[str, str]:
    """Return a site with one post and a theme of its own; `post__html` is templates/post.html."""
    named = {name.replace("__", "."): text for name, text in files.items()}
    return (
        OWN
        | {"posts/p.md": post("题目")}
        | {f"../themes/own/templates/{name}": text for name, text in named.items()}
    )


def test_a_template_replaces_the_inherited_one(site: SiteMaker) -> None:
    one = site(own_theme(post__html="只有{{ post.title }}"), CONFIG)
    one.build()
    assert one.page(PAGE) == "只有题目"
    assert "<!DOCTYPE html>" in one.page("index.html")


def test_a_block_replaces_the_inherited_one(site: SiteMaker) -> None:
    text = '{% extends "default/post.html" %}{% block title %}我的{{ super() }}{% endblock %}'
    one = site(own_theme(post__html=text), CONFIG)
    one.build()
    assert "<title>我的题目" in one.page(PAGE)
    assert "正文。" in one.page(PAGE)


def test_an_asset_is_named_after_its_bytes_and_hides_the_inherited_one(site: SiteMaker) -> None:
    one = site(own_theme() | {"../themes/own/assets/style.css": "a{}"}, CONFIG)
    one.build()
    (style,) = [path for path in one.tree() if path.startswith("assets/style.")]
    assert one.page(style) == "a{}"
    assert f'href="../../../{style}"' in one.page(PAGE)
    one.write({"themes/own/assets/style.css": "b{}"})
    one.build()
    (newer,) = [path for path in one.tree() if path.startswith("assets/style.")]
    assert newer != style
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ post.nonsense }}", "own/templates/post.html:1: "),
        ("a\nb\n{{ nonsense }}", "own/templates/post.html:3: 'nonsense' is undefined"),
        ("a\n{% if %}", "own/templates/post.html:2: "),
        ("\n{{ asset('none.css') }}", "own/templates/post.html:2: there is no assets/none.css"),
        ("{% include 'none.html' %}", "own/templates/post.html:1: there is no none.html"),
        ("\n\n{{ 1 / 0 }}", "own/templates/post.html:3: ZeroDivisionError"),
        ("{{ text.nonsense }}", "own/templates/post.html:1: "),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_names_template_line_and_post(
    site: SiteMaker, template: str, message: str, jobs: int
) -> None:
    files = own_theme(post__html=template) | {
        f"posts/{n}.md": post(slug=f"p{n}") for n in range(200 * (jobs - 1))
    }
    one = site(files, CONFIG)
    with pytest.raises(ThemeError) as error:
        one.build(jobs=jobs)
    assert str(error.value).startswith(message)
    assert "while rendering content/posts/" in str(error.value)
    assert not one.output.exists()


@pytest.mark.slow
def test_a_theme_error_leaves_the_output_as_it_was(site: SiteMaker) -> None:
    one = site(own_theme(), CONFIG)
    one.build()
    before = one.tree()
    one.write(
        {"themes/own/templates/post.html": "{{ nonsense }}", "content/posts/p.md": post("改了", slug="p")}
    )
    with pytest.raises(ThemeError):
        one.build()
    assert one.tree() == before
    one.write({"themes/own/templates/post.html": None})
    one.build()
    assert "改了" in one.page(PAGE)
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize(
    ("files", "config", "message"),
    [
        (
            {},
            "title: x\ntheme: defualt\n",
            "site.yaml: theme.name: there is no theme 'defualt'.*did you mean default?",
        ),
        ({"../themes/own/theme.yaml": "inherits: own\n"}, CONFIG, "inherit from itself: own → own"),
        (
            {"../themes/own/theme.yaml": "inherits: none\n"},
            CONFIG,
            "themes/own/theme.yaml: inherits: there is no theme",
        ),
        (
            {"../themes/own/theme.yaml": "inherits: [a\n"},
            CONFIG,
            r"themes/own/theme.yaml:1:11: the list that begins here is not closed",
        ),
        (
            {"../themes/own/theme.yaml": "inherit: default\n"},
            CONFIG,
            'themes/own/theme.yaml:1:1: inherit: is not an option .did you mean "inherits"',
        ),
    ],
)
def test_a_theme_that_can_not_be_used(
    site: SiteMaker, files: dict[str, str], config: str, message: str
) -> None:
    with pytest.raises((ThemeError, ConfigError), match=message):
        site(files, config).build()


def test_words_are_those_of_the_language(site: SiteMaker) -> None:
    one = site({"posts/p.md": post("t", categories="c")}, "title: x\nlanguage: en-GB\n")
    one.build()
    assert "Back to the home page" in one.page("c/2021/12/28/p.html")
    assert '<html lang="en-GB">' in one.page("index.html")


def test_one_post_is_told_from_many(site: SiteMaker) -> None:
    files = {"posts/a.md": post("a", tags="[x, y]"), "posts/b.md": post("b", tags="y")}
    one = site(files, config="title: x\nlanguage: en\n")
    one.build()
    assert "<span>1 post</span>" in one.page("tag/x.html")
    assert "<span>2 posts</span>" in one.page("tag/y.html")


def test_a_theme_adds_words(site: SiteMaker) -> None:
    files = own_theme(post__html="{{ text.back_home }}{{ text.hello }}")
    one = site(files | {"../themes/own/strings/zh-CN.yaml": "back_home: 回家\nhello: 您好\n"}, CONFIG)
    one.build()
    assert one.page(PAGE) == "回家您好"


def test_the_navigation_can_be_chosen(site: SiteMaker) -> None:
    config = "title: x\ntheme:\n  options:\n    navigation:\n      - {title: 本馆, url: about.html}\n"
    config += "      - {title: 外面, url: 'https://x.example/'}\n"
    one = site({"posts/p.md": post()}, config)
    one.build()
    nav = one.page(PAGE).partition("<nav")[2].partition("</nav>")[0]
    assert 'href="../../../about.html">本馆' in nav
    assert 'href="https://x.example/">外面' in nav
    assert nav.count("<li>") == 2


@pytest.mark.parametrize("folder", ["templates", "assets"])
def test_a_file_whose_name_is_not_utf8(site: SiteMaker, folder: str) -> None:
    name = os.fsdecode(b"\xff.css")
    one = site(
        {"../themes/own/theme.yaml": "inherits: default\n", f"../themes/own/{folder}/{name}": "x"},
        "title: x\ntheme: own\n",
    )
    with pytest.raises(
        ThemeError, match=rf"themes/own: a file's name is not UTF-8: {folder}/\?\.css; rename"
    ):
        one.build()


def test_a_template_may_name_what_no_file_can_be_named(site: SiteMaker) -> None:
    text = '{% include "\\ud800.html" ignore missing %}{{ site.title }}'
    files: dict[str, str | bytes | None] = {
        "../themes/own/theme.yaml": "inherits: default\n",
        "../themes/own/templates/home.html": text,
    }
    one = site(files, "title: x\ntheme: own\n")
    one.build()
    assert one.page("index.html") == "x"


@pytest.mark.parametrize(
    ("title", "language"),
    [("Journée à la plage — été", "und"), ("Hello World", "und"), ("快讯 News", ""), ("2020", "")],
)
def test_a_language_that_is_not_known_is_not_called_english(title: str, language: str) -> None:
    assert _guess_language(title) == language
