"""The pictures that the index knows of a post are those that its page shows."""

from __future__ import annotations

import re
from html import unescape

import pytest

from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules, Place
from generator.body.remote_pictures import remote_pictures
from generator.pictures.addresses import normal
from generator.pictures.candidates import best_address

RULES = BodyRules(site_host="old.example", own_hosts=("former.example",))
SOURCE = "content/posts/a.md"
SHOWN = [
    '<img src="https://img.example/a.jpg">',
    "<IMG SRC=https://IMG.example/a.jpg>",
    '<img src=" //img.example/a.jpg?x=1&amp;y=2#top ">',
    '<img src="https://img.example/a b|c.jpg">',
    '<img src="https://img.example/船.jpg?名=1">',
    '<img src="https://%E4%BE%8B.example/a.jpg">',
    '<img src="https://img.example/100%.jpg">',
    '<img src="https:\\\\img.example\\a.jpg">',
    '<img src="https://img.example:8080/a.jpg" alt=\'a > b\'>',
    '<img src="https://img.example/s.jpg" srcset="//img.example/m.jpg 600w, //img.example/l.jpg 1200w">',
    '<img src="https://img.example/s.jpg" srcset="https://img.example/l.jpg 2x, javascript:alert(1) 3x">',
    '<img src="data:image/gif;base64,AAAA" data-src="https://img.example/late.jpg">',
    '<picture><source srcset="https://img.example/a.webp"><img src="https://img.example/a.jpg"></picture>',
    '<a href="https://img.example/l.jpg"><img src="https://img.example/s.jpg"></a>',
    "![船](https://img.example/a_(1).jpg)",
    '<img src="https://img.example/a..b/../c.jpg">',
]  # fmt: skip


def shown(text: str, origin: str = "") -> set[str]:
    """Return the pictures of other hosts on the page of a body."""
    html = finish(to_html(text, "comrak", RULES), Place("../", SOURCE, origin=origin), RULES)
    tags = [
        {name: unescape(value) for name, value in re.findall(r'(\S+)="([^"]*)"', tag)}
        for tag in re.findall("<img ([^>]*)>", html)
    ]
    return {normal(best_address(tag)) for tag in tags} - {""}


def found(text: str, origin: str = "", image: str = "") -> set[str]:
    return set(remote_pictures(to_html(text, "comrak", RULES), SOURCE, image, RULES, origin=origin))


@pytest.mark.parametrize("text", SHOWN)
def test_what_the_page_shows_is_found(text: str) -> None:
    assert shown(f"字。\n\n{text}\n")
    assert found(f"字。\n\n{text}\n") == shown(f"字。\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        '<img src="a.jpg">',
        '<img src="/a.jpg">',
        '<img src="https://old.example/a.jpg">',
        '<img src="//former.example/a.jpg">',
        '<img src="javascript:alert(1)">',
        '<img src="https://img..example/a.jpg">',
        '<a href="https://img.example/a.jpg">图</a>',
        "`<img src=\"https://img.example/a.jpg\">`",
        '<!-- <img src="https://img.example/a.jpg"> -->',
        '<textarea><img src="https://img.example/a.jpg"></textarea>',
        '<video src="https://img.example/a.mp4"></video>',
    ],
)  # fmt: skip
def test_what_is_no_picture_of_another_host(text: str) -> None:
    assert found(f"字。\n\n{text}\n") == set() == shown(f"字。\n\n{text}\n")


def test_relative_pictures_may_be_at_the_original() -> None:
    text = '<img src="img/a.jpg"><img src="/b.jpg"><img src="https://img.example/c.jpg">'
    assert found(text, origin="https://news.example/2021/12/a.html") == {
        "https://news.example/2021/12/img/a.jpg",
        "https://news.example/b.jpg",
        "https://img.example/c.jpg",
    }


def test_posters_and_the_picture_of_the_front_matter() -> None:
    text = '<video src="https://img.example/a.mp4" poster="//img.example/p.jpg"></video>'
    assert found(text, image="https://img.example/i.jpg") == {
        "https://img.example/p.jpg",
        "https://img.example/i.jpg",
    }
