from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from generator.content.address import (
    MAX_PATH_BYTES,
    aliases_of,
    permalink_of,
    slug_of,
    stem_of,
    written_permalink,
)
from generator.content.frontmatter.fields import Field
from generator.content.frontmatter.record import Record
from generator.content.problems import Diagnostics
from generator.kinds.registry import reserved


def record(**values: str | tuple[str, ...]) -> Record:
    return Record({key: Field(value, 2, 8) for key, value in values.items()}, Diagnostics("a.md"))


@pytest.mark.parametrize(
    ("path", "stem"),
    [("content/posts/2021/a.b.md", "a.b"), ("a.html", "a"), ("a", "a"), (".md", ".md")],
)
def test_stem(path: str, stem: str) -> None:
    assert stem_of(path) == stem


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/posts/2021-12-28-202112282227676010.md", "202112282227676010"),
        ("content/posts/2021-12-28-社区 治理.md", "社区-治理"),
        ("content/posts/2021_12_28_a.html", "a"),
        ("content/posts/2021-12-28.md", "2021-12-28"),
        ("content/pages/about.md", "about"),
        ("content/posts/2021-12-28-con.md", "con-"),
    ],
)
def test_slug_is_the_file_name_without_its_date(path: str, slug: str) -> None:
    assert slug_of(record(), path) == slug


def test_a_name_of_which_nothing_stays_has_a_digest() -> None:
    slugs = {
        slug_of(record(), f"content/posts/{name}.md") for name in ("2021-12-28-！", "2021-12-28-", "？？")
    }
    assert len(slugs) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", slug) for slug in slugs)


def test_front_matter_may_name_the_slug() -> None:
    assert slug_of(record(slug="Über uns/内部"), "a.md") == "Über-uns-内部"


def test_a_slug_of_which_nothing_stays_is_told() -> None:
    fields = record(slug="！！")
    assert slug_of(fields, "content/posts/2021-12-28-a.md") == "a"
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.column, problem.severity) == (
        "slug.unusable",
        2,
        8,
        "warning",
    )


@pytest.mark.parametrize(
    ("written", "path"),
    [("/a/b/", "a/b/index.html"), ("/a/b", "a/b.html"), ("a/b.html", "a/b.html"), ("", "")],
)
def test_permalink_is_an_output_path(written: str, path: str) -> None:
    fields = record(permalink=written)
    assert permalink_of(fields, fields.text("permalink"), reserved()) == path
    assert fields.diagnostics.problems() == ()


@pytest.mark.parametrize(
    "written",
    ["../a", "https://a/b", "//a/b", "/", "/index.html", "/assets/a.html", "/tag/a", "a\\b", "/tags.html/b"],
)
def test_a_permalink_that_can_not_be_had_is_an_error(written: str) -> None:
    fields = record(permalink=written)
    assert permalink_of(fields, fields.text("permalink"), reserved()) == ""
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.column, problem.severity) == (
        "permalink.unusable",
        2,
        8,
        "error",
    )


def test_aliases_that_can_not_be_had_are_left_out() -> None:
    fields = record(aliases=("/old/", "../a", "/old", "/old/index.html"), redirect_from="/older/")
    assert aliases_of(fields, "", reserved()) == ("old/index.html", "old.html", "older/index.html")
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.severity) == ("alias.unusable", "warning")
    assert "../a" in problem.message


def test_length_of_addresses() -> None:
    assert permalink_of(record(), "/" + "中/" * 100, reserved()) != ""
    fields = record(permalink="/" + "中/" * MAX_PATH_BYTES)
    assert permalink_of(fields, fields.text("permalink"), reserved()) == ""
    assert "at most" in fields.diagnostics.problems()[0].message


@pytest.mark.parametrize("written", ["/show.php?id=3", "/n/a.asp", "/a.html#b", "/feed.rss"])
def test_a_permalink_that_no_static_host_answers_is_told(written: str) -> None:
    fields = record(permalink=written)
    assert permalink_of(fields, fields.text("permalink"), reserved()) == ""
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.severity) == ("permalink.unservable", 2, "warning")
    assert "the default address is used" in problem.message


def test_such_a_permalink_is_an_alias() -> None:
    assert aliases_of(record(), "/show.php?id=3", reserved()) == ("show.php?id=3",)
    assert aliases_of(record(), "/a.html#b", reserved()) == ()


def test_a_permalink_that_not_every_system_has_is_told() -> None:
    fields = record(permalink="/a:b.html")
    assert permalink_of(fields, fields.text("permalink"), reserved()) == "a-b.html"
    assert [problem.code for problem in fields.diagnostics.problems()] == ["permalink.changed"]


def test_aliases_that_only_servers_answer() -> None:
    written = ("/show.php?id=3", "/n/a.asp", "/?p=3", "/a|b.html", "/x.html#y")
    paths = ("show.php?id=3", "n/a.asp.html", "?p=3", "a-b.html")
    fields = record(aliases=written)
    assert aliases_of(fields, "", reserved()) == paths
    assert [problem.code for problem in fields.diagnostics.problems()] == [
        "alias.unservable", "alias.unservable", "alias.unservable", "alias.changed", "alias.unusable",
    ]  # fmt: skip
    fields = record(aliases=written)
    assert aliases_of(fields, "", reserved(), ("html", "nginx")) == paths
    assert [problem.code for problem in fields.diagnostics.problems()] == ["alias.changed", "alias.unusable"]


def test_an_alias_that_netlify_can_not_compare_is_told() -> None:
    written = ("/show.php?12", "/show.php?id=3&print", "/show.php?id=&page=2")
    fields = record(aliases=written)
    assert len(aliases_of(fields, "", reserved(), ("html", "netlify", "nginx"))) == 3
    problems = fields.diagnostics.problems()
    assert [problem.code for problem in problems] == ["alias.unservable", "alias.unservable"]
    assert "/show.php?12" in problems[0].message
    assert "can't compare a query without =" in problems[0].message
    assert "or nginx" in problems[0].hint
    fields = record(aliases=written)
    aliases_of(fields, "", reserved(), ("nginx",))
    assert not fields.diagnostics.problems()


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/posts/fire/index.md", "fire"),
        ("content/posts/2021-12-28-fire/index.markdown", "fire"),
        ("content/posts/2021/火 场/index.html", "火-场"),
        ("content/posts/fire/_index.md", "fire"),
        ("content/posts/fire/index.en.md", "fire.en"),
        ("content/posts/fire/index.zh-cn.md", "fire.zh-cn"),
        ("content/posts/fire/README.md", "README"),
        ("content/posts/index.md", "index"),
        ("content/pages/fire/index.md", "index"),
        ("content/pages/fire/_index.md", "index"),
    ],
)
def test_a_bundle_has_the_slug_of_its_folder(path: str, slug: str) -> None:
    assert slug_of(record(), path) == slug


@pytest.mark.parametrize(
    ("written", "permalink"),
    [
        ("/:year/:title.html", "/2021/Mill.html"),
        ("/:year/:i_month/:short_day/:hour-:minute/:slug/", "/2021/12/Tue/07-35/mill/"),
        ("/:categories/:y_day/:title:output_ext", "/wanbao/%E8%A6%81%E9%97%BB/362/Mill.html"),
        (":collection/:path", "/posts/2021/2021-12-28-Mill"),
        ("/:year_:month/:name", "/2021_12/2021-12-28-mill"),
        ("/a:b.html", "/a:b.html"),
        ("/12:30/", "/12:30/"),
    ],
)
def test_placeholders_are_filled_as_in_jekyll(written: str, permalink: str) -> None:
    date = datetime(2021, 12, 28, 7, 35, 22, tzinfo=UTC)
    fields = record(permalink=written)
    path = "content/posts/2021/2021-12-28-Mill.md"
    assert written_permalink(fields, path, date, ("Wanbao", "要闻")) == permalink
    assert fields.diagnostics.problems() == ()


def test_placeholders_of_a_page() -> None:
    fields = record(permalink="/x/:path/:basename:output_ext")
    assert written_permalink(fields, "content/pages/a/b.md", None, ()) == "/x/a/b.html"
    assert written_permalink(record(permalink="/:title/"), "content/pages/a/b.md", None, ()) == ""


def test_an_unknown_placeholder_is_told() -> None:
    fields = record(permalink="/:yaer/:title.html")
    date = datetime(2021, 12, 28, tzinfo=UTC)
    assert written_permalink(fields, "content/posts/a.md", date, ()) == ""
    (problem,) = fields.diagnostics.problems()
    assert (problem.code, problem.line, problem.severity) == ("permalink.unusable", 2, "error")
    assert "no placeholder :yaer" in problem.message
    assert ":year" in problem.hint
