"""What keeps a page in its place: tables and code that scroll, room for pictures."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given

from generator.body.accessibility import Labels
from generator.body.html.attributes import address_from_root
from generator.body.html.nesting import write
from generator.body.html.pipeline import finish
from generator.body.html.tree import parse
from tests.body.soup import PAGE, RULES, soups

LABELS = Labels("表格", "代码", "已完成", "未完成", "返回注{number}")
GROUP = 'tabindex="0" role="group" aria-label='
TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"
WRAPPER = f'<div class="post-scroll" {GROUP}"表格">'


def marked(html: str, labels: Labels = LABELS) -> str:
    return write(parse(html, lambda _, attributes: dict(attributes)), labels)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>无</p>", "<p>无</p>"),
        (TABLE, f"{WRAPPER}{TABLE}</div>"),
        (f"{TABLE}<p>间</p>{TABLE}", f"{WRAPPER}{TABLE}</div><p>间</p>{WRAPPER}{TABLE}</div>"),
        ("<pre>x</pre>", f'<pre {GROUP}"代码">x</pre>'),
        ('<pre id="post-a" lang="en">x</pre>', f'<pre id="post-a" lang="en" {GROUP}"代码">x</pre>'),
        (f'<div class="post-scroll">{TABLE}</div>', f"{WRAPPER}{TABLE}</div>"),
        (f"<td>{TABLE}", f"<td>{WRAPPER}{TABLE}</div>"),
        (TABLE.replace("1", TABLE), f"{WRAPPER}{TABLE.replace('1', TABLE)}</div>"),
        ('<p><img src="a.png"></p>', '<p class="post-picture"><img src="a.png"></p>'),
        ('<p><a href="b"><img src="a.png"></a></p>',
         '<p class="post-picture"><a href="b"><img src="a.png" alt="b"></a></p>'),
        ('<input type="checkbox" disabled="">',
         '<input type="checkbox" disabled="" aria-label="未完成">'),
        ('<input type="checkbox" disabled="" checked="">',
         '<input type="checkbox" disabled="" checked="" aria-label="已完成">'),
        ('<a class="post-footnote-backref" aria-label="Back to reference 1-2" href="#a">↩</a>',
         '<a class="post-footnote-backref" aria-label="返回注1-2" href="#a">↩</a>'),
        ('<a class="post-footnote-backref" title="Jump back to footnote 2 in the text" href="#a">↩</a>',
         '<a class="post-footnote-backref" aria-label="返回注2" href="#a">↩</a>'),
        ('<p>字<img src="a.png"></p>', '<p>字<img src="a.png"></p>'),
        ('<p><img src="a.png"><img src="b.png"></p>', '<p><img src="a.png"><img src="b.png"></p>'),
    ],
)  # fmt: skip
def test_parts_are_marked(html: str, expected: str) -> None:
    assert marked(html) == expected
    assert marked(expected.replace(f' {GROUP}"表格"', "")) == expected


def test_a_label_is_escaped() -> None:
    assert 'aria-label="a&quot;b"' in marked(TABLE, LABELS._replace(table='a"b'))


@given(soups)
@example("<table >")
def test_a_body_can_be_a_source_again(soup: str) -> None:
    once = finish(soup, PAGE, RULES, LABELS)
    source = address_from_root(once, PAGE.root)
    assert finish(source, PAGE, RULES, LABELS) == once


@given(soups)
def test_nothing_is_lost_and_all_is_closed(soup: str) -> None:
    body = finish(soup, PAGE, RULES)
    labelled = finish(soup, PAGE, RULES, LABELS)
    assert labelled.count("<div") - body.count("<div") == labelled.count("</div") - body.count("</div")
    assert labelled.count("<table") == body.count("<table")
    assert BeautifulSoup(labelled, "lxml").get_text() == BeautifulSoup(body, "lxml").get_text()
