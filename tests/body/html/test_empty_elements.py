from __future__ import annotations

import pytest

from generator.body.html.empty_elements import drop_empty_elements
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules


@pytest.mark.parametrize(
    "html",
    [
        "<p></p>",
        "<p> </p>",
        "<p>\n\u3000\xa0</p>",
        "<p>&nbsp;&#160;</p>",
        "<p><br></p>",
        "<p><br /><br/></p>\n",
        '<p class="x" align="center"></p>',
        '<p><a href=""></a></p>',
        "<p>&lt;&gt;</p>",
        "<p><></p>",
        "<a></a>",
        '<a href=""></a>',
    ],
)
def test_what_is_empty_goes(html: str) -> None:
    assert drop_empty_elements(f"<p>a</p>{html}<p>b</p>") == "<p>a</p><p>b</p>"


@pytest.mark.parametrize("mark", ["", ' scope="col"', ' align="left"'])
def test_a_table_without_names_of_columns_has_no_head(mark: str) -> None:
    rows = "<tbody>\n<tr>\n<td>a</td>\n<td></td>\n</tr>\n</tbody>\n</table>"
    head = f"<thead>\n<tr>\n<th{mark}></th>\n<th{mark}></th>\n</tr>\n</thead>\n"
    assert drop_empty_elements(f"<table>\n{head}{rows}") == f"<table>\n{rows}"
    named = head.replace("></th>\n</tr>", ">b</th>\n</tr>")
    assert drop_empty_elements(f"<table>\n{named}{rows}") == f"<table>\n{named}{rows}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a\n&lt;&gt;</p>", "<p>a</p>"),
        ("<p>&lt;&gt;\n&lt;&gt;\na</p>", "<p>a</p>"),
        ('<p>a\n&lt;&gt;<a href=""></a></p>', "<p>a</p>"),
        ('<p>a <a href=""></a>b</p>', "<p>a b</p>"),
    ],
)
def test_brackets_on_their_own_lines_go(html: str, expected: str) -> None:
    assert drop_empty_elements(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>a &lt;&gt; b</p>",
        "<pre><code>a\n&lt;&gt;\nb</code></pre>",
        "<code>&lt;&gt;</code>",
        "<p>\u3000a</p>",
        '<p id="x"></p>',
        "<td></td>",
        '<a href="x"></a>',
        '<a id="x"></a>',
        "<p><img></p>",
    ],
)
def test_what_may_mean_something_stays(html: str) -> None:
    assert drop_empty_elements(html) == html


@pytest.mark.parametrize("engine", ["comrak", "python-markdown", "html"])
@pytest.mark.parametrize("leftover", ["<p></p>", "<p>&nbsp;</p>", "<p> </p>", "<>", "[]()"])
def test_leftovers_vanish_in_each_engine(engine: str, leftover: str) -> None:
    html = to_html(f"<p>a</p>\n\n{leftover}\n\n<p>b</p>", engine, BodyRules())
    if (engine, leftover) not in (("html", "<>"), ("html", "[]()")):
        assert html.split() == ["<p>a</p>", "<p>b</p>"]


@pytest.mark.parametrize(
    "unit", ["<p>", "<p> ", "<p>&lt;&gt;\n", "\n&lt;&gt;", "<a>", '<a href="">', '<p class="']
)
def test_long_bodies_take_no_time(unit: str) -> None:
    html = unit * (400_000 // len(unit))
    assert len(drop_empty_elements(html)) <= len(html)
