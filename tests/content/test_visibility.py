"""Posts that their authors, or the program they come from, hold back."""

from __future__ import annotations

import pytest

from generator.content.post import parse_page, parse_post
from generator.content.visibility import is_held_state
from generator.core.model import Parsed
from tests.conftest import SiteMaker
from tests.content.test_post import PATH, READING
from tests.sites import post


def parsed(line: str) -> Parsed:
    return parse_post(PATH, f"---\ntitle: 桥\ndate: 2021-12-28\n{line}\n---\n正文。\n".encode(), READING)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("status: draft", "draft.status"),
        ("status: Private", "draft.status"),
        ("status: pending review", "draft.status"),
        ("status: auto_draft", "draft.status"),
        ("status: hidden", "draft.status"),
        ("status: 草稿", "draft.status"),
        ("status: drfat", "draft.status"),
        ("visibility: members", "draft.status"),
        ("private: true", "draft.private"),
        ("private: yes", "draft.private"),
        ("hidden: 1", "draft.private"),
        ("unlisted: true", "draft.private"),
        ("public: false", "draft.private"),
        ("password: 123", "draft.password"),
    ],
)
def test_held_back_and_reported(line: str, code: str) -> None:
    result = parsed(line)
    assert result.post is not None
    assert result.post.draft
    (problem,) = result.problems
    assert (problem.code, problem.severity) == (code, "warning")
    assert (problem.line, problem.column) == (4, line.index(":") + 3)
    assert "the post is held back" in problem.message


@pytest.mark.parametrize(
    "line",
    [
        "status: published", "status: Publish", "status: future", "status: 完结", "status: publised",
        "status:",
        "status: 200", "visibility: public", "private: false", "private:", "hidden: no", "public: true",
        "password:", "password: false", 'password: ""',
    ],
)  # fmt: skip
def test_published_without_a_word(line: str) -> None:
    result = parsed(line)
    assert result.post is not None
    assert not result.post.draft
    assert result.problems == ()


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_the_own_keys_need_no_report(line: str) -> None:
    result = parsed(line)
    assert result.post is not None
    assert result.post.draft
    assert result.problems == ()


def test_a_misspelt_switch_holds_back() -> None:
    result = parsed("private: ture")
    assert result.post is not None
    assert result.post.draft
    assert "draft.unreadable" in [problem.code for problem in result.problems]


def test_each_reason_is_reported() -> None:
    result = parsed("status: draft\nprivate: true\npassword: x")
    assert [problem.code for problem in result.problems] == [
        "draft.status",
        "draft.private",
        "draft.password",
    ]


def test_a_password_is_not_repeated() -> None:
    assert "geheim" not in str(parsed("password: geheim").problems)


def test_a_static_page_is_held_back_too() -> None:
    data = b"---\ntitle: a\nstatus: draft\n---\n"
    page, _ = parse_page("content/pages/a.md", data, READING)[:2]
    assert page is not None
    assert page.draft


@pytest.mark.parametrize("word", ["", "完结", "ongoing", "open", "archived", "published"])
def test_other_words(word: str) -> None:
    assert not is_held_state(word)


def test_the_archive_shows_nothing_of_it(site: SiteMaker) -> None:
    one = site({"posts/2021-12-28-a.md": post("密", password="x"), "posts/2021-12-28-b.md": post("开")})
    report = one.build()
    assert (report.published, report.withheld) == (1, 1)
    assert [problem.code for problem in report.problems] == ["draft.password"]
    assert not any("密".encode() in data for data in one.tree().values())
    assert one.tree() == one.clean_tree()
