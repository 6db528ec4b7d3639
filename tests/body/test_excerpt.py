"""The text of a body from which its summary is made."""

from __future__ import annotations

import time

import pytest

from generator.body.excerpt import excerpt
from generator.body.html.hidden import without_hidden
from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.openings import is_byline
from generator.body.options import BodyRules
from generator.body.plain_text import plain_text
from tests.body.soup import PAGE

RULES = BodyRules()


def of(text: str, title: str = "", engine: str = "comrak") -> str:
    return excerpt(to_html(text, engine, RULES), title)


@pytest.mark.parametrize(
    "text",
    [
        "水车转动。[^1]\n\n[^1]: 见县志。\n",
        "<p>水车转动。</p><p><button>收藏</button><select><option>大</option></select></p>",
        "<svg><text>图标</text></svg><p>水车转动。</p>",
        "<figure><img src=a.jpg><figcaption>摄影：甲</figcaption></figure><p>水车转动。</p>",
        '<p hidden>登录后可见</p><p>水车转动。</p><p style="color:red; DISPLAY: none">广告</p>',
        "<div hidden><div>一</div><p>二</div><p>水车转动。</p>",
        '<p>水车转动。<a href="#fn1"><sup>1</sup></a></p><div class="footnotes"><ol><li>注</li></ol></div>',
        '<p>水车转动。<sup><a href="#_ftn1">[1]</a></sup></p><section id="footnotes"><p>注</p></section>',
        "<p>水车转动。↩︎</p>",
        "水车转动。<!--more-->后文。",
        "水车转动。\n\n<!-- more -->\n\n后文。",
        "水车转动。\n\n<!--more 全文-->\n\n后文。",
        "<!--more-->\n\n水车转动。\n\n<!--more-->\n\n后文。",
        "水车转动。\n\n<!-- truncate -->\n\n后文。",
        "<p>水车转动。</p><!--more--><p>后文。</p>",
    ],
)
@pytest.mark.parametrize("engine", ["comrak", "python-markdown", "html"])
def test_only_the_text_of_the_article_counts(text: str, engine: str) -> None:
    is_markdown = not text.startswith("<")
    assert of(text, engine="comrak" if engine == "html" and is_markdown else engine) == "水车转动。"


def test_a_mark_in_code_ends_nothing() -> None:
    assert of("写 `<!--more-->` 即可。") == "写 <!--more--> 即可。"
    assert "后文" in of("```\n<!--more-->\n```\n\n后文。")


def test_links_before_the_mark_may_be_defined_behind_it() -> None:
    assert of("见[县志][1]。\n\n<!--more-->\n\n[1]: https://a.example/\n") == "见县志。"


@pytest.mark.parametrize(
    "opening",
    [
        "水车与老桥",
        "<h2>水车与老桥</h2>",
        "水车与老桥 - 青石网",
        "水车与老桥 2020-01-02 09:00 来源：青石报",
        "某人 在 星期三, 03/12/2014 - 09:45 提交",
        "水车与老桥\n\n某人 在 星期三, 03/12/2014 - 09:45 提交",
    ],
)
def test_it_begins_neither_with_the_title_nor_with_names_and_dates(opening: str) -> None:
    assert of(f"{opening}\n\n水车转动。", "水车与老桥") == "水车转动。"


@pytest.mark.parametrize(
    "line",
    [
        "作者：张三",
        "2014-03-12 09:45",
        "发布时间：2020年1月2日 15:04 来源：青石报",
        "By John Smith",
        "Posted on July 27, 2020 by Jane Doe",
        "Submitted by admin on Wed, 03/12/2014 - 09:45",
        "2020-01-02 09:00:11　青石网",
        "文/李四",
        "记者：王五 编辑：赵六",
        "2021年12月28日 星期二",
        "来源：青石报 2020-01-02 阅读 123 次",
        "张三 2020-01-02 发布",
    ],
)
def test_lines_of_names_and_dates(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "2008年5月12日青石桥落成",
        "2020年1月1日，大桥通车",
        "发布会今天举行",
        "By the river they walked",
        "作者的新书出版了",
        "青石社1月2日电 记者张三报道",
        "2020年预算发布 3月12日",
        "气温 3~5 度",
        "",
    ],
)
def test_lines_of_the_article(line: str) -> None:
    assert not is_byline(line)


def on_page(html: str) -> str:
    return plain_text(finish(to_html(html, "html", RULES), PAGE, RULES))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p hidden>一</p><p>二</p>", "二"),
        ("<P HIDDEN='hidden'>一</P><p>二</p>", "二"),
        ("<div style='display:none'><div>一</div>一</div>二", "二"),
        ("<p style='display:none !important'>一<p>二", "二"),
        ("<ul><li hidden>一</ul>二", "二"),
        ("<img hidden src=/a.jpg>二", "二"),
        ("<div hidden><p>一</p>二", "一\n二"),
        ("<div hidden=until-found>一</div>二", "一\n二"),
        ("<div style='visibility:hidden; opacity:0'>一</div>", "一"),
        ("<div style='display:none'>一</div>", "一"),
        ("<div hidden><p>一</p></div><!-- 二 -->", "一"),
        ("<p title='hidden display:none'>一</p>", "一"),
        ("<p>The hidden door</p>", "The hidden door"),
        ("</div><div hidden>一</div>二", "二"),
    ],
)
def test_what_a_page_hides_does_not_come_to_light(html: str, shown: str) -> None:
    assert on_page(html) == shown


@pytest.mark.parametrize(
    "piece", ["<p hidden>", "<div hidden>", "</b>", "<b hidden></i>", "<i hidden ", "<svg hidden>"]
)
def test_hostile_html_costs_little(piece: str) -> None:
    started = time.process_time()
    without_hidden(f"<i hidden>{piece * 10_000}")
    assert time.process_time() - started < 1
