"""What is rendered again when a theme, a setting or a post changes, and what is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import SiteMaker
from tests.sites import Ear, Site, post, without_index

pytestmark = pytest.mark.slow

CONFIG = "title: x\nurl: https://archive.example/\ntheme: own\n"


def neighbours(template: str, content: str) -> str:
    """Return a template of the default theme with something else in its last block."""
    head = f'{{% extends "default/{template}.html" %}}'
    return f"{head}{{% block neighbours %}}{content}{{% endblock %}}"


OWN = {
    "theme.yaml": "inherits: default\n",
    "assets/print.css": "a{}",
    "assets/alone.css": "a{}",
    "templates/_card.html": "card",
    "templates/year.html": neighbours("year", '{% include "_card.html" %}{{ asset("print.css") }}'),
    "templates/month.html": neighbours("month", '{% include "_card.html" %}'),
    "templates/404.html": '{% set name = "_card.html" %}{% include name %}',
    "strings/zh-CN.yaml": "rights: 版权\n",
}
#: Seven of the default theme and two of its own.
ASSETS = 9
YEAR = {"archive/2021.html"}
MONTH = {"archive/2021/12.html"}
POSTS = {"c/2021/12/28/p.html", "c/2021/12/28/q.html"}
LISTS = {"category/c.html", "tag/t.html"}
DAY = {"archive/2021/12/28.html"}
HTML = YEAR | MONTH | POSTS | LISTS | DAY | {
    "index.html", "categories.html", "tags.html", "archive.html", "404.html", "about.html", "old.html",
    "search.html",
}  # fmt: skip


def archive(site: SiteMaker) -> Site:
    files = {
        "posts/p.md": post("甲", categories="c", tags="t", aliases="/old.html"),
        "posts/q.md": post("乙", categories="c"),
        "pages/about.md": "---\ntitle: 关于\n---\n关于本馆。\n",
    }
    return site(files | {f"../themes/own/{name}": text for name, text in OWN.items()}, CONFIG)


def rebuild(site: Site) -> tuple[int, set[str]]:
    """Build; return how many outputs were looked at, and the outputs that were written or removed."""
    before, ear = without_index(site.tree()), Ear()
    site.build(ear)
    assert site.tree() == site.clean_tree()
    after = without_index(site.tree())
    return ear.totals["render"], {path for path in before | after if before.get(path) != after.get(path)}


@pytest.mark.parametrize(
    ("file", "text", "looked_at", "outputs"),
    [
        ("_card.html", "other", 2, YEAR | MONTH | {"404.html"}),
        ("post.html", "{{ post.title }}", 2, POSTS),
        ("term.html", "{{ pager.number }}", 3, LISTS | DAY),
        ("redirect.html", "{{ target.url }}", 1, {"old.html"}),
        ("page.html", "{{ content.title }}", 1, {"about.html"}),
        ("year.html", "year", 1, YEAR),
        ("home.html", "home", 1, {"index.html"}),
        ("_pager.html", "pager", 3, LISTS | DAY),
        ("_unused.html", "unused", 0, set()),
    ],
)
def test_a_template_is_rendered_where_it_is_reached(
    site: SiteMaker, file: str, text: str, looked_at: int, outputs: set[str]
) -> None:
    one = archive(site)
    one.build()
    one.write({f"themes/own/templates/{file}": text})
    # The template of the page 404 names another by a variable, so it depends on all there are.
    assert rebuild(one) == (looked_at + 1, outputs)


def test_the_base_reaches_all_but_redirects(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    one.write({"themes/own/templates/base.html": "{{ page.title }}"})
    assert rebuild(one)[1] == HTML - {"old.html", "404.html"}


def test_an_asset_is_its_own_and_that_of_pages_that_name_it(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    one.write({"themes/own/assets/print.css": "b{}"})
    looked_at, outputs = rebuild(one)
    # The year, the assets, the headers, which name them, and the page 404 again.
    assert (looked_at, outputs > YEAR) == (1 + ASSETS + 1 + 1, True)
    assert sorted(path.partition(".")[0] for path in outputs - YEAR) == ["_headers", *["assets/print"] * 2]
    one.write({"themes/own/assets/alone.css": "b{}"})
    looked_at, outputs = rebuild(one)
    assert (looked_at, {path.partition(".")[0] for path in outputs}) == (
        ASSETS + 2,
        {"assets/alone", "_headers"},
    )


def test_words_are_in_all_pages_and_in_feeds(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    one.write({"themes/own/strings/zh-CN.yaml": "separator: ／\n"})
    assert rebuild(one)[1] == (HTML | {"category/c.xml"}) - {"404.html"}


def test_a_description_is_no_business_of_feeds_and_sitemaps(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    ear = Ear()
    one.write({"site.yaml": CONFIG + "description: 一句话\n"})
    one.build(ear)
    units = {
        "post": 2,
        "page": 1,
        "alias": 1,
        "category": 1,
        "tag": 1,
        "day": 1,
        "month": 1,
        "year": 1,
        "single": 8,
    }
    assert ear.totals["render"] == sum(units.values())


def test_a_theme_that_only_describes_itself_anew(site: SiteMaker) -> None:
    one = archive(site)
    one.build()
    ear = Ear()
    one.write({"themes/own/theme.yaml": "inherits: default\ndescription: mine\n"})
    one.build(ear)
    assert ear.totals["render"] == 0


def test_large_libraries_are_not_imported_when_nothing_changed(site: SiteMaker) -> None:
    one = archive(site)
    imported_by_build(one)
    found = imported_by_build(one)
    assert not found & {"jinja2", "lxml", "comrak", "nh3", "markupsafe", "numpy", "PIL"}


def test_a_site_without_search_loads_nothing_for_it(site: SiteMaker) -> None:
    one = archive(site)
    one.write({"site.yaml": one.root.joinpath("site.yaml").read_text("utf-8") + "\nsearch: off\n"})
    found = imported_by_build(one)
    assert "jinja2" in found
    assert not found & {"numpy", "generator.search.update", "pypinyin"}


def imported_by_build(one: Site) -> set[str]:
    """Build in a process of its own; return the modules that it imports."""
    command = [sys.executable, "-X", "importtime", "-m", "generator", "build", str(one.root), "--future"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
