"""The searched text of a page is the text of its element `data-search`, in blocks."""

from __future__ import annotations

import pytest

from generator.search.page_text import blocks_of, page_text


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>一<b>二</b>三</p>", ["一二三"]),
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("一<br>二<br/>三", ["一", "二", "三"]),
        ("<table><tr><td>一</td><td>二</td></tr></table>", ["一", "二"]),
        ("<p>一\n二 \u3000 三</p>", ["一 二 三"]),
        ("<p>&lt;b&gt; &amp; &quot;x&quot; &#20013; &#x6587; &nbsp;y</p>", ['<b> & "x" 中 文 y']),
        ("&#0;一&#1;二&#xd800;三&#1114112;&#X4e2d;&AMP;&#12;", ["一二三中&AMP;"]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>", ["漢字"]),
        ('<p>一<img alt="a > b">二</p>', ["一二"]),
        ("<p>一<!-- <p>x</p> -->二</p>", ["一二"]),
        ("<p> </p><p></p>", []),
        ("a < b", ["a < b"]),
    ],
)
def test_blocks(html: str, blocks: list[str]) -> None:
    assert blocks_of(html) == blocks


def test_only_the_element_counts() -> None:
    page = (
        "<body><p>前</p><div title='data-search'>无</div>"
        '<div class="a > b" data-search lang="zh"><div>一</div>二</div><div>后</div>'
    )
    assert page_text(page) == ["一", "二"]
    assert page_text("<p>没有</p>") == []
    assert page_text("<div data-search><p>没有结尾") == ["没有结尾"]
    assert page_text('<article data-search=""><p>一</p></article><p>后</p>') == ["一"]


def test_the_element_is_found_whatever_stands_before_its_attribute() -> None:
    assert page_text('<p title="a > b" data-search>文</p>') == ["文"]
    assert page_text('<b title="data-search > x">甲</b><p title="> <i" data-search>文</p>') == ["文"]
    assert page_text("<i>data-search</i><!-- data-search --><P DATA-SEARCH>文</P>") == ["文"]
