from __future__ import annotations

import re
import time

import nh3
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import example, given

from generator.body.html.content_model import BLOCKS, INLINE, LISTS, MISPLACED, UNKNOWN
from generator.body.html.nesting import write
from generator.body.html.pipeline import finish
from generator.body.html.tree import Tree, parse
from generator.body.options import BodyRules
from tests.body.soup import FEED, PAGE, RULES, soups


def tree(html: str) -> Tree:
    return parse(html, lambda _, attributes: dict(attributes))


def nest(html: str) -> str:
    return write(tree(html), None)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # Formatting moves into the blocks that it stands around.
        ("<strong><p>a</p>\n<p>b</p></strong>",
         "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("<span>a<p>b</p>c</span>", "<span>a</span><p><span>b</span></p><span>c</span>"),
        ('<b id="x"><div>a</div><div>b</div></b>', '<div><b id="x">a</b></div><div><b>b</b></div>'),
        ("<em>a<ul><li>b</li></ul></em>", "<em>a</em><ul><li><em>b</em></li></ul>"),
        ("<i>a<hr>b</i>", "<i>a</i><hr><i>b</i>"),
        # A link may hold blocks, unless it stands in a line of text; nothing in it can be used itself.
        ('<a href="x"><h2>a</h2><p>b</p></a>', '<a href="x"><h2>a</h2><p>b</p></a>'),
        ('<b><a href="x"><p>b</p></a></b>', '<p><b><a href="x">b</a></b></p>'),
        ('<a href="x">a<video src="v"></video></a>', 'a<video src="v"></video>'),
        # Headings and preformatted text hold no blocks.
        ("<h2>a<div>b</div>c</h2>", "<h2>a\nbc</h2>"),
        ("<pre>a<p>b</p></pre>", "<pre>a\nb</pre>"),
        # Lists hold items, items stand in lists.
        ("<ul>a<li>b</li><p>c</p><ul><li>d</li></ul></ul>",
         "<ul><li>a</li><li>b</li><li><p>c</p><ul><li>d</li></ul></li></ul>"),
        ("a<li>b</li> <li>c</li>d", "a<ul><li>b</li> <li>c</li></ul>d"),
        ("<dl>a<dt>b</dt></dl>", "<dl><dt></dt><dd>a</dd><dt>b</dt><dd></dd></dl>"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl>\n<dt>a</dt><dd>b</dd></dl>"),
        ("<dd>a</dd>", "<div>a</div>"),
        # What has no place becomes a <div>, or leaves what it holds.
        ("<figcaption>a</figcaption>", "<div>a</div>"),
        ("<figure><img><figcaption>a</figcaption><p>b</p></figure>",
         "<figure><img><div>a</div><p>b</p></figure>"),
        ('<details open=""><p>a</p></details>', "<div><p>a</p></div>"),
        ("<summary>a</summary>", "<div>a</div>"),
        ('<details><summary><p>a</p><b><h3 id="x">b</h3></b></summary></details>',
         '<details><summary>\na<h2 id="x"><b>b</b></h2></summary></details>'),
        ("<dl><dt><details><summary><h3>a</h3></summary></details></dt><dd>b</dd></dl>",
         "<dl><dt><details><summary>\na</summary></details></dt><dd>b</dd></dl>"),
        ("<header>a<footer>b</footer></header>", "<header>a<div>b</div></header>"),
        ("<table><tr><th><h2>a</h2></th></tr><tr></tr></table>",
         "<table><tr><th><div>a</div></th></tr></table>"),
        ("<time>x</time><time>2021-12-28</time>", "x<time>2021-12-28</time>"),
        ("<data>a</data><bdo>b</bdo>", "ab"),
        ("<ruby>字</ruby><rt>zì</rt>", "字zì"),
        ("<ruby><b>字<rt>zì</rt></b><rt>a</rt></ruby>", "<b>字zì</b>a"),
        ("<ruby>字<rt><p>zì</p></rt></ruby>", "字<p>zì</p>"),
        # Pictures and films have their parts in order.
        ('<picture>a<img src="i"><source srcset="s"></picture>',
         '<picture><source srcset="s"><img src="i"></picture>a'),
        ('<picture><source srcset="s"></picture>', ""),
        ('<video>a<track src="t"><source src="s"></video>',
         '<video><source src="s"><track src="t">a</video>'),
        ('<video src="v"><source src="s"></video>', '<video src="v"></video>'),
    ],
)  # fmt: skip
def test_what_stands_in_the_wrong_place(html: str, expected: str) -> None:
    assert tree(html).holds & MISPLACED
    assert nest(html) == expected
    assert nest(expected) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <strong>b <em>c</em></strong><br><img></p>\n<h2>a</h2>",
        "<ul>\n<li>a</li>\n<li><p>b</p><ul><li>c</li></ul></li>\n</ul>",
        '<blockquote><p>a</p></blockquote><pre><code class="language-x">b</code></pre><hr>',
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><p>b</p></td></tr></tbody></table>",
    ],
)
def test_what_seems_right_is_not_looked_at(html: str) -> None:
    assert not tree(html).holds & MISPLACED
    assert nest(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p></dd></dl>",
        "<figure><img><figcaption>a</figcaption></figure><figure><figcaption>a</figcaption><p>b</p></figure>",
        "<details><summary>a</summary><p>b</p></details>",
        '<details><summary>a<h2 id="x"><b>b</b></h2> <h3>c</h3></summary><p>d</p></details>',
        "<article><header><h2>a</h2></header><section>b</section></article><footer>c</footer>",
        "<p><ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby> <del>a</del> <dfn>b</dfn></p>",
        "<p><ruby>東京<rt>Tō<i>kyō</i></rt></ruby><ruby><b>漢<i>一</i></b><br>字<rt>kanji</rt>\n</ruby></p>",
        '<ruby>明日<rp>(</rp><rt><span lang="en">asu</span></rt><rp>)</rp></ruby>',
        '<p><picture><source srcset="s"><img src="i"></picture></p><ins><p>a</p></ins>',
    ],
)
def test_what_is_right_stays(html: str) -> None:
    assert nest(html) == html


def test_elements_of_the_site_are_none_of_ours() -> None:
    html = "<strong><x-card><p>a</p></x-card></strong>"
    assert nest(html) == html
    rules = BodyRules(extra_tags=(("x-card", ()),))
    assert finish(html, PAGE, rules) == html


@given(soups)
def test_blocks_stand_in_blocks_and_items_in_lists(soup: str) -> None:
    html = finish(soup, PAGE, RULES)
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        above = tag.parent.name if tag.parent else ""
        if tag.name in BLOCKS and above in INLINE:
            assert above in ("a", "del", "ins")
        assert (tag.name == "li") == (above in LISTS)


@given(soups)
@example("<rp >x")
def test_no_text_is_lost_and_parsers_agree(soup: str) -> None:
    before = nh3.clean(soup)
    html = nest(before)
    if not tree(before).holds & UNKNOWN:
        assert "".join(_text(html).split()) == "".join(_text(before).split())
        assert nest(html) == html


def _text(html: str) -> str:
    """Return all texts; `get_text` would leave out those of <rp> and <rt>."""
    return "".join(BeautifulSoup(html, "html.parser").find_all(string=True))


@pytest.mark.parametrize(
    ("html", "expected"),
    [("<rp >x", "x"), ("<rt>x</rt>y", "xy"), ("<ruby><rp>x</ruby>", "x"), ("<rb>x<rtc>y", "xy")],
)
def test_parts_of_ruby_outside_one_leave_their_text(html: str, expected: str) -> None:
    assert nest(nh3.clean(html)) == expected
    assert finish(html, PAGE, RULES) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # What contains a block is a block: the element around it need not be split.
        ("<ins><ins>a</ins><p>b</p></ins>", "<ins><ins>a</ins><p>b</p></ins>"),
        # A caption is last even if its own content has a caption.
        ("<figure>a<figcaption>b<figcaption>c</figcaption></figcaption></figure>",
         "<figure>a<figcaption>b<div>c</div></figcaption></figure>"),
        # An object lets parsers nest what they else would not; it goes, and the rules hold again.
        ("<p>a<object><p>b</p></object></p>", "<p>a\nb</p>"),
        ("<ul><li>a<object><li>b</object></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<a href='/x'>a<object><b><a href='/y'>b</a></b></object></a>", '<a href="../../x">a<b>b</b></a>'),
    ],
)  # fmt: skip
def test_what_one_look_at_the_tree_decides(html: str, expected: str) -> None:
    assert finish(html, PAGE, RULES) == expected
    assert finish(expected.replace("../..", ""), PAGE, RULES) == expected


@given(soups)
def test_browsers_read_what_was_written(soup: str) -> None:
    html = finish(soup, PAGE, RULES)
    parsed = BeautifulSoup(f"<!DOCTYPE html><body>{html}", "html5lib").body
    assert _folded(parsed) == _folded(BeautifulSoup(html, "html.parser"))


#: Parsers drop this newline.
_PRE_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n+")


def _folded(element: Tag | None) -> list[str]:
    """Return the content of an element as HTML, without its white space."""
    assert element is not None
    return _PRE_NEWLINE.sub(r"\1", element.decode_contents()).split()


@given(soups)
def test_bodies_with_elements_of_the_site_are_fixed_points_too(soup: str) -> None:
    rules = RULES._replace(extra_tags=(("x-y", ()), ("unknown", ("title",))))
    once = finish(soup, FEED, rules)
    assert finish(once, FEED, rules) == once


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<strong class='x'>" * 200 + "<p>a</p>" * 20_000 + "</strong>" * 200,
        "<a href='x'><p>a</p></a>" * 10_000,
        "<ins>" * 200 + "<p>a</p>" * 5_000 + "</ins>" * 200,
        "<figure><figcaption>a</figcaption>" * 200 + "</figure>" * 200,
        "<ruby>" * 200 + "a<rt>b</rt>" * 5_000 + "</ruby>" * 200,
        "<ruby>a<rt>b</rt>" * 200 + "</ruby>" * 200,
        "<ruby>" + "<b>a<i>b</i></b>" * 20_000 + "<rt>a<i>b</i></rt>" * 20_000 + "<p>a</p></ruby>",
    ],
)
def test_hostile_nesting_takes_no_time(html: str) -> None:
    start = time.process_time()
    assert len(finish(html, PAGE, RULES)) < 2 * len(html) + 200_000
    assert time.process_time() - start < 2
