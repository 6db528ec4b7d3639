from __future__ import annotations

import time

import pytest

from generator.body.markdown.attribute_lists import take_attributes
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules


def html(text: str, engine: str = "comrak") -> str:
    return to_html(text, engine, BodyRules()).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 标题 {#part}", '<h2 id="part">标题</h2>'),
        ("## 标题 {#part .big} ##", '<h2 id="part">标题</h2>'),
        ("## 标题 {: #part}", '<h2 id="part">标题</h2>'),
        ("## `甲` {#part}", '<h2 id="part"><code>甲</code></h2>'),
        ("标题 {#part}\n---", '<h2 id="part">标题</h2>'),
        ("标题\n---\n{: #part}", '<h2 id="part">标题</h2>'),
        ("## 标题\n{: #part}", '<h2 id="part">标题</h2>'),
        ("{: #part}\n## 标题", '<h2 id="part">标题</h2>'),
        ("## 标题 {.big}", '<h2 id="标题">标题</h2>'),
        ("## 标题\n{: .no_toc}", '<h2 id="标题">标题</h2>'),
        ("## 一 {#甲}", '<h2 id="甲">一</h2>'),
        ("段落\n第二行\n{: #start .lead}", '<p id="start">段落\n第二行</p>'),
        ("{: #start}\n段落", '<p id="start">段落</p>'),
        ('段落\n{: .lead title="x" }', "<p>段落</p>"),
        ("- 甲\n{: #start}", '<ul>\n<li id="start">甲</li>\n</ul>'),
        ("|a|\n|-|\n|b|\n{: #start .table}", '<div id="start"></div>'),
        ('[甲](/a){:target="_blank"}乙', '<p><a href="/a">甲</a>乙</p>'),
        ("*甲*{: #x}乙", '<p><em>甲</em><a id="x"></a>乙</p>'),
        ("`甲`{: .ruby}乙", "<p><code>甲</code>乙</p>"),
        ('一{::comment}二\n\n三{:/comment}四{::options toc_levels="2" /}', "<p>一四</p>"),
    ],
)
def test_ids_are_set_and_other_attributes_dropped(text: str, expected: str) -> None:
    assert expected in html(text)


@pytest.mark.parametrize(
    "text",
    [
        "`{: .x}` 与 {: 你好}",
        "```\n## 甲 {#x}\n{: #y}\n```",
        "    ## 甲 {#x}",
        "集合 {a, b} 与 {:a => 1}",
        "## 甲 {乙}",
        "文字 {#x} 文字",
    ],
)
def test_other_braces_stay(text: str) -> None:
    assert take_attributes(text).text == text


def test_kramdown_lists_of_python_markdown_are_its_own() -> None:
    assert html("## 标题 {#part}", "python-markdown") == '<h2 id="part">标题</h2>'
    assert 'href="#甲"' in html("* TOC\n{:toc}\n\n# 甲", "python-markdown")


def test_an_id_in_a_heading_stays() -> None:
    text = '## <a id="x"></a>标题\n\n<h2 id="y">标题</h2>\n\n## <a name="z"></a>标题 {#part}'
    shown = html(text)
    assert '<a id="x"></a>' in shown
    assert '<h2 id="y">' in shown
    assert '<h2 id="part"><a name="z"></a>标题</h2>' in shown


@pytest.mark.parametrize(
    "mark", ["* TOC\n{:toc}", "1. 目录\n{: toc .x}", "[TOC]", "[toc]", "[[_TOC_]]", "{:toc}"]
)
def test_a_table_of_contents_is_made(mark: str) -> None:
    text = f"# 题\n\n{mark}\n\n## 甲 *一*\n### 乙 {{#b}}\n## 丙[^1]\n## 丁\n{{: .no_toc}}\n\n[^1]: 注"
    assert (
        '<div class="toc">\n<ul>\n<li><a href="#甲-一">甲 一</a><ul>\n'
        '<li><a href="#b">乙</a></li>\n</ul>\n</li>\n'
        '<li><a href="#丙">丙</a></li>\n</ul>\n</div>'
    ) in html(text).replace('"#丙1"', '"#丙"')


def test_contents_without_headings_are_nothing() -> None:
    assert html("[TOC]\n\n甲") == "<p>甲</p>"
    assert html("[toc]\n\n[toc]: /a") == '<p><a href="/a">toc</a></p>'
    assert html("甲 [TOC] 乙") == "<p>甲 [TOC] 乙</p>"


@pytest.mark.parametrize(
    "text", ["{: #x}\n" * 20_000, "甲 {: #x}" * 20_000, "## 甲 {" * 20_000, "[a]{:" * 20_000]
)
def test_many_lists_take_linear_time(text: str) -> None:
    started = time.process_time()
    take_attributes(text)
    assert time.process_time() - started < 2
