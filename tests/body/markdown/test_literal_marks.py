from __future__ import annotations

import pytest

from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules
from generator.body.plain_text import plain_text

ENGINES = ("comrak", "python-markdown")


def html(text: str, engine: str = "comrak") -> str:
    return to_html(text, engine, BodyRules()).strip()


@pytest.mark.parametrize(
    "text",
    [
        "气温 3~5 度，明天 6~8 度；价格 10~20 元。",
        "1月3日~5日，2月6日~9日",
        "3～5 度，6～8 度",
        "~~~ 与 ~ 与 ~",
        "a ~b~ c",
        r"3\\~5 和 6\\~8",
    ],
)
def test_a_single_tilde_is_text(text: str) -> None:
    assert html(f"甲{text}") == f"<p>甲{text}</p>".replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~删去~~ 3~5", "<del>删去</del> 3~5"),
        ("~~3~5 度~~", "<del>3~5 度</del>"),
        (r"\~甲\~", "~甲~"),
        ("`3~5` `~`", "<code>3~5</code> <code>~</code>"),
        ("[甲](/~b/) <https://a.example/~c>", 'href="/~b/"'),
        ("[甲](/~b/) <https://a.example/~c>", 'href="https://a.example/~c"'),
        ("https://a.example/~c/", 'href="https://a.example/~c/"'),
        ('<a href="/~b">甲</a> ~', 'href="/~b"'),
        ("## 3~5 度", '<h2 id="35-度">3~5 度</h2>'),
        ("**3~5**内容", "<strong>3~5</strong>内容"),
        ("~~~\n3~5\n~~~", "<pre><code>3~5\n</code></pre>"),
    ],
)
def test_tildes_keep_their_other_meanings(text: str, expected: str) -> None:
    assert expected in html(text)


def test_the_text_of_a_range_is_whole() -> None:
    assert plain_text(html("气温 3~5 度，明天 6~8 度")) == "气温 3~5 度，明天 6~8 度"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "箱子 120*60*45",
        "120*60 和 45*30",
        "120cm*60cm*45cm",
        "2**10 和 3**10",
        "电话 138****1234 和 139****5678",
        "(2+3)*4*(5+6)*7",
        "注*：3*4*5",
        "50%*3*4",
        "3 * 4 * 5",
    ],
)
def test_asterisks_between_numbers_are_text(engine: str, text: str) -> None:
    assert html(f"甲 {text} 厘米", engine) == f"<p>甲 {text} 厘米</p>"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**3*4*5 厘米**", "<strong>3*4*5 厘米</strong>"),
        ("**重点**：3*4*5", "<strong>重点</strong>：3*4*5"),
        ("**第 1**2 页", "<strong>第 1</strong>2 页"),
        ("第 1**2 页**", "第 1<strong>2 页</strong>"),
        ("*第 1*2 页", "<em>第 1</em>2 页"),
        ("(3)*2020 年*", "(3)<em>2020 年</em>"),
        ("*2008* 与 *2009*", "<em>2008</em> 与 <em>2009</em>"),
        ("* 3*4*5\n* 6*7*8", "<li>3*4*5</li>\n<li>6*7*8</li>"),
        (r"3\*4\*5", "3*4*5"),
        ("`3*4*5`", "<code>3*4*5</code>"),
        ("[甲](/3*4*5.html)", 'href="/3*4*5.html"'),
    ],
)
def test_emphasis_beside_numbers_stays(engine: str, text: str, expected: str) -> None:
    assert expected in html(text, engine)


def test_noncharacters_of_a_text_stand_for_nothing() -> None:
    assert html("甲\ufdd8乙\ufdd9丙") == "<p>甲乙丙</p>"
