"""Cleaning: what goes, what stays, and that readers see the same text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importers.cleaning.clean import clean_body, visible
from generator.importers.cleaning.trackers import is_tracker, without_tracking


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ('<p style="color: red" onclick="x()">a</p>', "<p>a</p>"),
        ("<p>a</p><script>alert('<p>')</script>", "<p>a</p>"),
        ("<p>a</p><!-- c --><style>p {}</style>", "<p>a</p>"),
        ('<p>a<img src="//hm.baidu.com/hm.gif?x=1&amp;y=2"></p>', "<p>a</p>"),
        ('<p>a<img src="b.png" width="1" height="1"></p>', "<p>a</p>"),
        ('<p>a<img src="b.png" style="width:1px;height:0"></p>', "<p>a</p>"),
        ('<p style="x"><img src="b" width="9" height="1"></p>', '<p><img src="b" width="9" height="1"/></p>'),
        ('<p><span style="x">a</span> <font style="x"><b>b</b></font></p>', "<p>a <b>b</b></p>"),
        ("<p>a<span> </span>b<b></b></p>", "<p>a b</p>"),
        ('<p>a<a id="x"></a><i></i></p>', '<p>a<a id="x"></a></p>'),
        ("<div><div><div></div></div><p>a</p></div>", "<div> <p>a</p></div>"),
        ('<p style="x">1 &lt; 2 &amp;amp; &nbsp;&#42;</p>', "<p>1 &lt; 2 &amp;amp; &nbsp;&#42;</p>"),
        (
            '<p><a href="https://a.example/?utm_source=x&amp;id=1&amp;fbclid=y#z">a</a></p>',
            '<p><a href="https://a.example/?id=1#z">a</a></p>',
        ),
        ('<p style="a">never closed', "<p>never closed"),
        ("<p>as it is</p>", "<p>as it is</p>"),
        ("<P CLASS=a>as it is<BR>", "<P CLASS=a>as it is<BR>"),
        ('<p style="x">a <!-- {% include b.html %} --></p>', "<p>a <!-- {% include b.html %} --></p>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("html", [True, False])
def test_html(dirty: str, clean: str, html: bool) -> None:
    assert clean_body(dirty, html) == clean


@pytest.mark.parametrize(
    "text",
    [
        "> a quote & <b>more</b>\n\n1 < 2 > 0\n",
        "<https://a.example/?utm_source=1>",
        '```\n<p style="x">\n```\n',
        '`<p style="x">`',
        'text\n\n    <p style="x">code</p>\n',
        "**标题：**内容 <br> <hr>\n",
    ],
)
def test_markdown_stays_byte_for_byte(text: str) -> None:
    assert clean_body(text, False) == text


def test_markdown_around_html() -> None:
    dirty = (
        '# 题\n\n<p style="x">一</p>\n\n> 引 [l](https://a.example/?utm_medium=b&c=1) <b style="y">粗</b>\n\n'
        "[r]: <https://a.example/?gclid=1>\n"
    )
    assert clean_body(dirty, False) == (
        "# 题\n\n<p>一</p>\n\n> 引 [l](https://a.example/?c=1) <b>粗</b>\n\n[r]: <https://a.example/>\n"
    )


PIECES = st.sampled_from(
    [
        '<p>', '</p>', '<div>', '</div>', '<span style="x">', '</span>', '<b>', '</b>', '<!-- c -->',
        '<br>', '\n', '\n\n', '<script>s</script>', "<img src='https://cnzz.com/a.gif'>",
        '<img src=a.png>', '# ', '> ', '- ', '1. ', '    ', '**', '_', '`', '```\n',
        '[l](https://a.example/?utm_id=1)', '<https://a.example/?utm_id=1>', '词', 'word ', '&amp;',
        '&lt;p&gt;', '<', '>', '"', '<li>', '</ul>', '<ul>', '<td>', '<pre>', '</pre>', '\\', '|',
        "<a href='?utm_x=1'>", '</a>', '<style>p{}</style>', '<![CDATA[x]]>', '<?php x ?>',
        '<!doctype html>', '</', "<p style='", '\ufdd0',
    ]
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join), st.booleans())
def test_readers_see_the_same_text(text: str, html: bool) -> None:
    assert visible(clean_body(text, html), html) == visible(text, html)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join), st.booleans())
def test_cleaning_twice_changes_nothing_for_readers(text: str, html: bool) -> None:
    once = clean_body(text, html)
    assert visible(clean_body(once, html), html) == visible(text, html)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<p>",
        "<!--",
        '<a href="',
        "<b>x</b>",
        "<p style=x>",
        "`",
        "<",
        "<div><p></p></div>",
        "<script>",
    ],
)
@pytest.mark.parametrize("html", [True, False])
def test_hostile_bodies_take_no_time(unit: str, html: bool) -> None:
    start = time.process_time()
    clean_body(unit * 4900, html)
    clean_body(unit * 60_000, html)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/?utm_source=a&b=1&UTM_X=2", "https://a.example/?b=1"),
        ("https://a.example/?utm_source=a#f", "https://a.example/#f"),
        ("/x?spm=1.2.3", "/x"),
        ("/x?pk_id=5&pk_campaign=a&pk_kwd=b&pk_cid=c&pk_source=d", "/x?pk_id=5"),
        ("https://a.example/?b&amp;gclid=1", "https://a.example/?b"),
        ("https://a.example/?mediautm_source=1", "https://a.example/?mediautm_source=1"),
        ("https://a.example/utm_source=1", "https://a.example/utm_source=1"),
    ],
)
def test_tracking_parameters(url: str, clean: str) -> None:
    assert without_tracking(url) == clean


@pytest.mark.parametrize(
    ("url", "tracker"),
    [
        ("https://www.google-analytics.com/collect", True),
        ("//s13.cnzz.com/z.gif", True),
        ("https://www.facebook.com/tr?id=1", True),
        ("https://www.facebook.com/photo.jpg", False),
        ("https://notcnzz.com/z.gif", False),
        ("/local.gif", False),
        ("https://[", False),
    ],
)
def test_trackers(url: str, tracker: bool) -> None:
    assert is_tracker(url) is tracker
