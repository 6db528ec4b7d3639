"""Links have something to read, or are no links."""

from __future__ import annotations

import pytest

from generator.body.html.link_names import name_of
from generator.body.html.pipeline import finish
from generator.body.options import BodyRules
from tests.body.soup import FEED, PAGE

LAZY = ' loading="lazy" decoding="async" referrerpolicy="no-referrer"'


def done(html: str) -> str:
    return finish(html, PAGE, BodyRules()).replace(LAZY, "")


def picture(alt: str, more: str = "") -> str:
    return f'<a href="../../x"><img src="../../a.png"{more} alt="{alt}"></a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/x"><img src="/a.png" alt="水车"></a>', picture("水车")),
        ('<a href="/x" aria-label="水车"><img src="/a.png"></a>', None),
        ('<a href="/x" title="水车"><img src="/a.png"></a>', None),
        ('<a href="/x"><img src="/a.png" title="水车"></a>', picture("水车", ' title="水车"')),
        ('<a href="/x"><img src="/a.png"></a>', picture("x")),
        ('<a href="/y/%E6%B0%B4.jpg?s=1"><img src="/a.png"></a>', None),
        ('<a href="/x"><img src="/a.png"> 水车</a>', None),
        ('<a href="/x">&nbsp;<b> </b></a>字', "&nbsp;<b> </b>字"),
        ('甲<a href="/x"><svg></svg></a>乙', "甲乙"),
        ('甲<a href="/x"></a>', "甲"),
        (
            '<a href="/x" title="分享 & 收藏"><svg></svg></a>',
            '<a title="分享 &amp; 收藏" href="../../x">分享 &amp; 收藏</a>',
        ),
        ('<a href="/x" id="n"></a>字', '<span id="post-n"></span>字'),
        ('<a name="n"></a>字', '<span id="post-n"></span>字'),
        ('<a href="javascript:x()">字</a>', "字"),
        ('<a href="javascript:x()"><b>字</b></a>、<i>句</i>', "<b>字</b>、<i>句</i>"),
        ('<a href="javascript:x()" id="n">字</a>', '<span id="post-n">字</span>'),
        ('<p>一 <a href="https://a.example/"></a>二</p>', "<p>一 二</p>"),
        ('<ul><li><a href="data:x"><p>字</p></a></li></ul>', "<ul><li><p>字</p></li></ul>"),
    ],
)
def test_a_link_has_something_to_read(html: str, expected: str | None) -> None:
    shown = done(html)
    if expected is not None:
        assert shown == expected
    if "<img" in shown:
        assert 'alt="' in shown
        assert "水" in shown or 'alt="x"' in shown
    once = finish(html, FEED, BodyRules())
    assert finish(once, FEED, BodyRules()) == once


@pytest.mark.parametrize("caption", ["<figcaption>老<b>水车</b></figcaption>", ""])
def test_a_caption_names_the_picture_of_its_figure(caption: str) -> None:
    html = f'<figure><a href="/y/a.jpg"><img src="/a.png"></a>{caption}</figure>'
    assert f'alt="{"老 水车" if caption else "a.jpg"}"' in done(html) or 'alt="老水车"' in done(html)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.example/", "a.example"),
        ("https://a.example/b/%E4%B8%AD.jpg?x=1#y", "中.jpg"),
        ("https://a.example/b/c", "a.example/b/c"),
        ("../../b/c.html", "c.html"),
        ("mailto:a@b.example", "a@b.example"),
        ("#", "#"),
    ],
)
def test_an_address_as_a_name(address: str, name: str) -> None:
    assert name_of(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "irc://irc.example/backfile",
        "ircs://irc.example/backfile",
        "sms:+15551234?body=a%20b",
        "geo:37.78,-122.39",
        "news:comp.lang.python",
        "xmpp:a@b.example?message",
        "tel:+1-555-1234",
        "mailto:a@b.example",
        "magnet:?xt=urn:btih:c12",
        "webcal://a.example/b.ics",
    ],
)
def test_links_to_programs_keep_their_address(address: str) -> None:
    assert done(f'<a href="{address}">x</a>'.replace("&", "&amp;")) == f'<a href="{address}">x</a>'
    assert "<img" not in done(f'<img src="{address}">')
