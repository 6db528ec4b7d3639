"""Bodies that would take an engine or the sanitiser minutes or gigabytes: refused, or dealt with at once."""

from __future__ import annotations

import pytest

from generator.body.html.pipeline import finish
from generator.body.limits import BodyError
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules, Place

RULES = BodyRules()
PLACE = Place("./", "content/posts/a.md")


def outcome(text: str, engine: str) -> str:
    """Return the finished body, or `refused` and why."""
    try:
        return finish(to_html(text, engine, RULES), PLACE, RULES)
    except BodyError as error:
        return f"refused: {error}"


#: Texts by the bound that stops them.
TOO_MUCH = [
    ("comrak", ">" * 300, "nested more than 256 deep"),
    ("comrak", "> " * 300 + "a", "nested more than 256 deep"),
    ("comrak", ">" * 5_000, "nested more than 256 deep"),
    ("comrak", "a\n" + "- " * 5_000 + "a", "nested more than 256 deep"),
    ("comrak", "1. " * 5_000, "nested more than 256 deep"),
    ("comrak", "\n".join("  " * depth + "- a" for depth in range(400)), "nested more than 256 deep"),
    ("comrak", "*" * 8_000_000 + "a", "characters of markup"),
    ("comrak", "[" * 8_000_000, "characters of markup"),
    ("comrak", "*a **b " * 1_000_000, "characters of markup"),
    ("comrak", "&" * 1_000_000, "characters of markup"),
    ("comrak", "a\n\n" * 1_000_000, "characters of markup"),
    ("comrak", "'" * 1_000_000, "characters of markup"),
    ("comrak", "." * 1_000_000, "characters of markup"),
    ("comrak", (">" * 250 + "a\n\n") * 1_000, "characters of markup"),
    ("comrak", "# a\n" * 2_500, "headings"),
    ("comrak", "> - # a\n" * 2_500, "headings"),
    ("comrak", "a\n=\n" * 2_500, "headings"),
    ("comrak", "[^a]" * 1_500 + "\n\n[^a]: b", "footnote references"),
    ("comrak", "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n|\n", "table columns"),
    ("html", "<div>" * 300, "nested more than 256 deep"),
    ("html", "<div>" * 50_000, "nested more than 256 deep"),
    ("html", "<div title='</div>'>" * 300, "nested more than 256 deep"),
    ("html", "<div><!--</div>-->" * 300, "nested more than 256 deep"),
    ("html", "<div><!x></div>".replace("x", "</div") * 300 + "<div>" * 300, "nested more than 256 deep"),
    ("html", "<div><script></div></script>" * 300, "nested more than 256 deep"),
    ("html", "<div><table><tr><td></div>" * 300, "nested more than 256 deep"),
    ("html", "<b>" * 300, "nested more than 256 deep"),
    ("html", "".join(f"<b id=a{i}>" for i in range(200)) + "<p>x" * 20_000, "and not closed"),
    ("html", "<p>" * 70_000, "tags"),
    ("html", "<br>" * 2_000_000, "tags"),
    ("html", "<p " + " ".join(f"a{i}" for i in range(100_000)) + ">", "attributes"),
    ("html", ("<p " + " ".join(f"a{i}" for i in range(90)) + ">") * 8_000, "attributes"),
    ("html", "<table>" + "a<br>" * 20_000, "outside its cells"),
    ("html", "<div>" * 250 + "</b>" * 50_000, "end tags"),
    ("html", "&" * 400_000, "entities"),
    ("html", "&lt;" * 400_000, "entities"),
    ("html", "&" * 190_000, "no-break spaces"),
    ("html", "\xa0" * 4_000_000, "no-break spaces"),
    ("html", "<p title='" + "&" * 190_000 + "'>a</p>", "no-break spaces"),
    ("html", "<x>&" * 50_000 + "&" * 140_000, "no-break spaces"),
    ("python-markdown", ">" * 5_000, "nested more than 256 deep"),
    ("python-markdown", "[" * 5_000, "too long and intricate"),
    ("python-markdown", "![" * 5_000, "too long and intricate"),
    ("python-markdown", "<![CDATA" * 2_000, "too long and intricate"),
    ("python-markdown", "<a b c " * 5_000, "too long and intricate"),
    ("python-markdown", "***\n" * 5_000, "too long and intricate"),
    ("python-markdown", "*a* " * 30_000, "too long and intricate"),
    ("python-markdown", "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|\n" * 2_000, "too long and intricate"),
    ("python-markdown", f"[a]: /{'x' * 50_000}\n\n" + "[a]\n\n" * 10_000, "too long and intricate"),
    ("python-markdown", f"*[a]: {'x' * 50_000}\n\n" + "a\n\n" * 10_000, "too long and intricate"),
    ("python-markdown", "a" * 300_000, "characters for python-markdown"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "text", "reason"), TOO_MUCH)
def test_bombs_are_refused_with_a_reason(engine: str, text: str, reason: str) -> None:
    result = outcome(text, engine)
    assert result.startswith("refused: ")
    assert reason in result


#: Texts that were slow, or look so, and are shown nevertheless.
FINE = [
    ("comrak", "[" * 3_000),
    ("comrak", "![[" * 3_000),
    ("comrak", "`" * 90_000),
    ("comrak", "`a" * 50_000),
    ("html", "<span><p></span>" * 15_000),
    ("comrak", "a@" * 500_000),
    ("comrak", "www." * 500_000),
    ("comrak", "http://a.example/b。" * 20_000),
    ("comrak", "国" * 2_600_000),
    ("comrak", f"[a]: /{'x' * 1_000_000}\n\n" + "[a] " * 20_000),
    ("comrak", "<!-- a " * 30_000),
    ("comrak", "<div>a</div>\n" * 10_000),
    ("html", "<p>a" * 50_000),
    ("html", "<ul>" + "<li>a" * 50_000),
    ("html", "<table>" + "<tr><td>a" * 20_000),
    ("html", "<dl>" + "<dt>a<dd>b" * 20_000),
    ("html", "<!--" * 50_000),
    ("html", "<script>" * 50_000),
    ("html", "<iframe>" * 50_000),
    ("html", "</p>" * 50_000),
    ("html", "<b><i>a</b></i>" * 10_000),
    ("html", "<a href=x>" * 200 + "a"),
    ("html", ">" * 8_000_000),
    ("html", "\x00" * 8_000_000),
    ("html", "\r" * 8_000_000),
    ("html", "< " * 50_000),
    ("html", "<a href='" + "../" * 2_000_000 + "'>a</a>"),
    ("html", "<img srcset='" + "a 2x, " * 1_000_000 + "'>"),
    ("html", "<p class='" + "a " * 1_000_000 + "'>a</p>"),
    ("html", "<p>" + "&nbsp;" * 20_000 + "a</p>"),
    ("python-markdown", "a\n\n" * 10_000),
    ("python-markdown", "- a\n" * 2_000),
    ("python-markdown", "a " * 70_000),
]


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "text"), FINE)
def test_long_bodies_are_shown(engine: str, text: str) -> None:
    assert "refused" not in outcome(text, engine)


def test_bounds_are_far_above_articles() -> None:
    paragraph = "<p>伴随着房地产业的蓬勃发展，中山物业管理行业有了<strong>长足</strong>的发展。</p>\n"
    markdown = "## 标题\n\n段落，见[链接](https://a.example/)和**重点**。\n\n- 一\n- 二\n\n" * 200
    for engine, text in (("comrak", markdown), ("python-markdown", markdown), ("html", paragraph * 10_000)):
        assert "refused" not in outcome(text, engine)


def test_an_error_tells_reason_and_cure() -> None:
    with pytest.raises(BodyError) as caught:
        to_html("<div>" * 300, "html", RULES)
    assert caught.value.reason == "elements are nested more than 256 deep"
    assert caught.value.cure == "close them, or write them flatter"
    assert str(caught.value) == f"{caught.value.reason}; {caught.value.cure}"
