"""Loops, conditions, variables and includes in bodies, run within bounds."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers.jekyll.data_files import read_data, typed
from generator.importers.jekyll.filters import jekyll_filters
from generator.importers.jekyll.site import import_site
from generator.importers.jekyll.templates import TemplateEngine, outside_runs
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.importers.jekyll.blog import make_blog
from tests.importers.moved import write_site

FILTERS = jekyll_filters(ZoneInfo("Asia/Shanghai"), str)
SITE = {"data": {"team": [{"name": "anna", "on": True}, {"name": "bo", "on": False}]}}
INCLUDES = {
    "_includes/card.html": "<b>{{ include.title }}</b>"
    "{% if include.sub-title %}（{{ include.sub-title }}）{% endif %}",
    "_includes/loop.html": "x{% include loop.html %}",
    "_includes/raw.html": "{% raw %}{{ x }}{% endraw %}",
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> TemplateEngine:
    return TemplateEngine(write_site(tmp_path_factory.mktemp("site"), INCLUDES), SITE, FILTERS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% for one in site.data.team %}{{ one.name | capitalize }},{% endfor %}", "Anna,Bo,"),
        ("{% assign a = site.data.team | where: 'on', true %}{{ a[0].name }}", "anna"),
        ("{% if page.on %}是{% else %}否{% endif %}{% unless page.on %}否{% endunless %}", "是"),
        ("{% case page.kind %}{% when 'a' %}甲{% else %}乙{% endcase %}", "甲"),
        ("{% capture a %}字{% endcapture %}{{ a }}{{ a }}", "字字"),
        ("{% include card.html title=page.title sub-title='副' %}", "<b>题</b>（副）"),
        ("{%- include card.html title=\"甲\" -%}", "<b>甲</b>"),
        ("{% include raw.html %}", "{% raw %}{{ x }}{% endraw %}"),
        ("{% if true %}{% raw %}{{ x }}{% endraw %}{% endif %}", "{% raw %}{{ x }}{% endraw %}"),
        ("{% if true %}{% highlight c %}{% if %}{% endhighlight %}{% endif %}",
         "{% highlight c %}{% if %}{% endhighlight %}"),
        ("{% if true %}{% post_url 2021-12-28-a %}{% gallery x %}{% endif %}",
         "{% post_url 2021-12-28-a %}{% gallery x %}"),
        ("{% if true %}{{ 'a/b.html' | relative_url }}{% endif %}", "/a/b.html"),
        ("{% if true %}{{ '2021-12-28' | date_to_string }}{% endif %}", "28 Dec 2021"),
        ("{% if true %}{{ 'x *y*' | markdownify }}{% endif %}", "x <em>y</em>"),
        ("{{ site.data.team[1].name }}", "bo"),
    ],
)  # fmt: skip
def test_what_is_run(engine: TemplateEngine, body: str, expected: str) -> None:
    ran = engine.run(body, {"title": "题", "on": True, "kind": "a"})
    assert (ran.text, ran.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{% for i in (1..10000000) %}x{% endfor %}", "too many steps"),
        ("{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}", "too many steps"),
        pytest.param(
            "{% for i in (1..99999) %}{% assign a = site.data.team | sort: 'name' %}{% endfor %}",
            "too many steps",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "{% for i in (1..99999) %}{% assign a = site.data.team | where_exp: 'x', 'x.on' %}{% endfor %}",
            "too many steps",
            marks=pytest.mark.slow,
        ),
        ("{% assign a = site.data.team | where_exp: 'x', 'x.on ==' %}", "can't be run"),
        (
            "{% assign a = 'xxxx' %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}",
            "namespace limit",
        ),
        (
            "{% capture a %}x{% endcapture %}" + "{% capture a %}{{ a }}{{ a }}{% endcapture %}" * 60,
            "limit reached",
        ),
        ("{% include loop.html %}", "context depth"),
        ("{% if a %}" * 5000, "nesting limit"),
        ("{% " * 20_000, "can't be run"),
        ("{% if true %}" + "{% raw %}" * 5000, "can't be run"),
        ("{% if %}x{% endif %}", "can't be run"),
        ("{% for x in %}x{% endfor %}", "can't be run"),
    ],
)
def test_hostile_templates_end_in_a_message(engine: TemplateEngine, body: str, reason: str) -> None:
    ran = engine.run(body, {})
    assert ran.text == body
    (warning,) = ran.warnings
    assert reason in warning.message


@given(st.text(alphabet="{%} -|'\"aif=:\n", max_size=60))
def test_any_text_is_run_or_left(body: str) -> None:
    made = TemplateEngine(Path("nowhere"), {}, FILTERS).run(f"{body}{{% if a %}}{{% endif %}}", {"a": 1})
    assert isinstance(made.text, str)
    outside_runs(body)


def test_unknown_values_and_filters_are_told_with_their_lines(engine: TemplateEngine) -> None:
    ran = engine.run("一\n{{ gone }}\n{{ 'x' | nofilter }}{% if true %}{% endif %}", {})
    assert [(one.code, one.line) for one in ran.warnings] == [("import.value", 1), ("import.filter", 2)]


def test_data_files(tmp_path: Path) -> None:
    files = {
        "_data/a.yml": "- 1\n- b: 2\n", "_data/in/b.json": '{"c": [true]}', "_data/c.csv": "x,y\n1,2\n",
        "_data/d.tsv": "x\ty\n1\t2\n", "_data/bad.json": "{", "_data/bad.yml": "a: [", "_data/e.txt": "x",
    }  # fmt: skip
    data, unreadable = read_data(write_site(tmp_path, files))
    row = {"x": "1", "y": "2"}
    assert data == {"a": [1, {"b": 2}], "in": {"b": {"c": [True]}}, "c": [row], "d": [row]}
    assert unreadable == ["_data/bad.json", "_data/bad.yml"]


def test_types_of_front_matter() -> None:
    assert typed({"a": "true", "b": "12", "c": "012", "d": "", "e": ["x"]}) == {
        "a": True, "b": 12, "c": "012", "d": None, "e": ["x"],
    }  # fmt: skip


BLOG = {
    "_data/team.yml": "- {name: 甲}\n- {name: 乙}\n",
    "_includes/note.html": "<aside>{{ include.text }}</aside>",
    "_posts/2021-12-28-a.md": (
        "---\ntitle: 甲\nshow: true\n---\n{% include note.html text='说明' %}\n\n"
        "{% if page.show %}有{% else %}无{% endif %}\n"
        "{% gallery b %}\n"
    ),
    "team.md": "---\ntitle: 同仁\n---\n{% for one in site.data.team %}\n* {{ one.name }}\n{% endfor %}\n",
    "list.md": "---\ntitle: 列表\n---\n## 文章\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n",
}


def imported(blog: Path, root: Path) -> ImportReport:
    report = ImportReport()
    import_site(blog, root, "UTC", ImportOptions(), Reporter(), report)
    return report


def test_posts_and_pages_are_what_they_render_to(tmp_path: Path) -> None:
    report = imported(make_blog(tmp_path / "blog", "title: x\n", BLOG), tmp_path / "site")
    post = (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")
    assert post.endswith("<aside>说明</aside>\n\n有\n<!-- {% gallery b %} -->\n")
    team = (tmp_path / "site/content/pages/team.md").read_text("utf-8")
    assert "* 甲\n" in team
    assert "* 乙\n" in team
    told = [(one.code, Path(one.path).name, one.line) for one in report.problems]
    assert told == [("import.tag", "2021-12-28-a.md", 8), ("import.list", "list.md", 0)]


def test_without_the_engine_templates_stay_as_comments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "liquid":
            raise ImportError
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    report = imported(make_blog(tmp_path / "blog", "title: x\n", BLOG), tmp_path / "site")
    assert any("backfile[import]" in note for note in report.notes)
    assert "<!-- {% include" in (tmp_path / "site/content/posts/2021-12-28-a.md").read_text("utf-8")
