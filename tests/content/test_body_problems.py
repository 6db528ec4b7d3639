"""Text that a page hides goes, and is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.markdown.convert import BodyError, texts_left_out, to_html
from generator.content.post import parse_post
from generator.core.model import Problem
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.content.test_post import READING
from tests.sites import post

PATH = "content/posts/2021/a.md"


def problems(body: str, **fields: str) -> list[Problem]:
    return list(parse_post(PATH, post(body=body, **fields).encode(), READING).problems)


def test_all_hidden_texts_are_one_notice_with_the_line_of_the_first() -> None:
    body = '一段。\n\n  <div style="display:none">登录后\n可见</div>\n\n<p hidden>广告</p>\n'
    (notice,) = problems(body)
    assert (notice.code, notice.severity, notice.line, notice.column) == ("body.hidden", "notice", 7, 3)
    assert notice.message == (
        'text that “<div style="display:none">” hides is left out, “登录后 可见”; the text has 2 such places'
    )
    assert "display:none" in notice.hint


@pytest.mark.parametrize(
    "body",
    [
        "正文。",
        "The hidden door; `<p hidden>一</p>`",
        "    <p hidden>一</p>\n\nprint()",
        "<p hidden></p>正文。",
        '正文。<img src="/a.gif" style="display:none">',
        "<p hidden>只有这些</p>",
        "正文。<!-- <p hidden>一</p> -->",
        '正文。<p style="visibility:hidden">一</p>',
    ],
)
def test_what_stays_or_says_nothing_is_not_told(body: str) -> None:
    assert "body.hidden" not in [one.code for one in problems(body)]


@pytest.mark.parametrize("engine", ["comrak", "python-markdown", "html"])
def test_every_engine_tells(engine: str) -> None:
    body = "<p>一</p>\n\n<div hidden>\n<div>二</div><p hidden>三</p>\n</div>\n\n<p>四</p>"
    (notice,) = [one for one in problems(body, markdown=engine) if one.code == "body.hidden"]
    assert notice.line == 8
    assert "“二" in notice.message
    assert "such places" not in notice.message


@given(st.text("<>/ph hidden=\"'\n乙-!`", max_size=60))
def test_what_is_told_is_not_on_the_page(text: str) -> None:
    try:
        html = to_html(text, "html", READING.body)
    except BodyError:
        return
    for hidden in texts_left_out(text, "html", READING.body):
        assert hidden.tag
        assert html.count("乙") < text.count("乙") or "乙" not in hidden.html


def test_a_notice_stops_no_strict_build_and_rescues_no_post(site: SiteMaker) -> None:
    one = site({"posts/a.md": post(body="正文。<p hidden>广告</p>")})
    report = one.build(strict=True)
    assert [(problem.code, problem.severity) for problem in report.problems] == [("body.hidden", "notice")]
    assert (report.published, report.rescued) == (1, 0)
    assert [problem.code for problem in one.build().problems] == ["body.hidden"]  # unchanged, and told again
    assert list(report.problems) == found(one)
