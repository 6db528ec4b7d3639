from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.plain_text import first_heading, first_sentence, plain_text, summarize, without_title
from tests.body.soup import soups


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一</p><p>二</p>", "一\n二"),
        ("<p>一\n  二&nbsp;三\u3000四</p>", "一 二 三 四"),
        ("<h2>题</h2>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>", "题\n甲\n乙"),
        ("a<br>b<br />c<BR clear=all>d", "a\nb\nc\nd"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("a<b>b</b>c", "abc"),
        ("a &amp;lt; b &quot;c&quot; &copy;", 'a &lt; b "c" ©'),
        ("a<script>x</script>b<STYLE type=x>y</style >c<!-- z -->d", "a b c d"),
        ("a<script>b", "a"),
        ("a<!-- b", "a"),
        ("<p title='a>b' lang=\"c>d\">e</p>", "e"),
        ("<p don't>a</p>b", "a\nb"),
        ("a < b > c", "a < b > c"),
        ("a<p", "a"),
        ("<p></p><p> </p>", ""),
        ("", ""),
    ],
)
def test_text_of_html(html: str, expected: str) -> None:
    assert plain_text(html) == expected


def test_a_limit_stops_early() -> None:
    html = "<p>字字字字</p>" * 10_000
    assert len(plain_text(html)) == 49_999
    assert 120 < len(plain_text(html, 120)) < 2_000
    assert plain_text(html, 120) == plain_text(html)[: len(plain_text(html, 120))]


def test_a_limit_looks_beyond_markup() -> None:
    html = "<div class='x'>" * 1_000 + "a&amp;b" * 100
    assert plain_text(html, 120).startswith("a&b" * 40)
    assert plain_text("<p>a</p>", 120) == "a"


@given(soups, st.integers(1, 60))
def test_a_limit_changes_nothing_within_it(soup: str, limit: int) -> None:
    html = f"<p>{soup}</p>" * 3
    assert plain_text(html, limit)[:limit] == plain_text(html)[:limit]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><h2 id=x>题 <b>目</b></h2><h1>b</h1>", "题 目"),
        ("<h1></h1><h2> </h2><h3>c</h3>", "c"),
        ("<h1>a<br>b</h1>", "a b"),
        ("<H1>a</H1>", "a"),
        ("<h1>a", ""),
        ("<hr><header>a</header><h7>b</h7>", ""),
        ("", ""),
    ],
)
def test_the_first_heading_that_has_text(html: str, expected: str) -> None:
    assert first_heading(html) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天下雨。明天晴。", "今天下雨。"),
        ("他说：“好！”然后走了。", "他说：“好！”"),
        ("真的吗?是的。", "真的吗?"),
        ("It is 3.14 percent. Next.", "It is 3.14 percent."),
        ("See a.example.com for more. Next.", "See a.example.com for more."),
        ("See https://a.example/?b=c! Next.", "See https://a.example/?b=c!"),
        ("Mr. J. Li, e.g. of the U.S. Army. Next.", "Mr. J. Li, e.g. of the U.S. Army."),
        ("一行\n二行。", "一行"),
        ("", ""),
        ("字" * 50, "字" * 39 + "…"),
        ("字" * 40, "字" * 40),
    ],
)
def test_the_first_sentence(text: str, expected: str) -> None:
    assert first_sentence(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("短文，没有句号", "短文，没有句号"),
        ("一\n二\n\n三", "一 二 三"),
        ("一。\n二！\n三", "一。二！三"),
        ("“一。”\n“二。” 三", "“一。”“二。”三"),
        ("“One.” Two. 3", "“One.” Two. 3"),
        ("题目\n一，\n（二）\n三", "题目 一，（二）三"),
        ("一二三四五六七八。九十一二三四。五六七八", "一二三四五六七八。九十一二三四。"),
        ("一二三四五六七八。九十一二三四五六七八九十", "一二三四五六七八。"),
        ("他说：“一二三四五六七八九十！”一二三四", "他说：“一二三四五六七八九十！”"),
        ("一二。三四五六七八九十一二三四五六七八九十", "一二。三四五六七八九十一二三四五六…"),
        ("一二三四五六七八九十一二三四五六，七八九十", "一二三四五六七八九十一二三四五六…"),
        ("the quick brown fox jumps over", "the quick brown…"),
        ("圆周率是3.14159265358979323846", "圆周率是3.14159265358…"),
        ("averyveryverylongwordthatnevereverends", "averyveryverylong…"),
        ("a.example.com/b.c.d.e/f.g?h!i", "a.example.com/b.c…"),
        ("中文averyverylongwordthatnever", "中文averyverylongwo…"),
    ],
)
def test_summaries_end_with_a_sentence_if_they_can(text: str, expected: str) -> None:
    assert summarize(text, 18) == expected


@pytest.mark.parametrize(
    "cluster",
    ["e\u0301", "❤\ufe0f", "👨\u200d👩\u200d👧", "👍🏽", "🇨🇳", "葛\U000e0100", "नि"],
)
def test_no_cut_through_a_character(cluster: str) -> None:
    for limit in range(8, 20):
        summary = summarize("字" + cluster * 30, limit)
        whole = summary.removesuffix("…").removeprefix("字")
        assert whole == cluster * (len(whole) // len(cluster))
        assert len(summary) <= limit


@given(st.text(), st.integers(8, 40))
def test_summaries_are_short_and_from_the_beginning(text: str, limit: int) -> None:
    summary = summarize(text, limit)
    flat = " ".join(text.split())
    assert flat.startswith((summary.removesuffix("…"), summary))
    assert len(summary.removesuffix("…").rstrip("”’」』）)\"'。！？!?.")) <= limit
    assert not summary.endswith("…") or not unicodedata.combining(
        flat[len(summary) - 1 : len(summary)] or "x"
    )


@pytest.mark.parametrize(
    "unit",
    [
        "<p",
        "<p>",
        '<p a="',
        "<p a='",
        "<!--",
        "<!-- -->",
        "<script>",
        "</script",
        "&",
        "&#",
        "<h1>",
        "<h1></h1>",
        "<h1 ",
        "<h1 =",
        "= ",
        "<br ",
        "</p ",
    ],
)
def test_hostile_html_takes_no_time(unit: str) -> None:
    html = unit * (400_000 // len(unit))
    text = plain_text(html)
    assert len(summarize(text)) <= 130
    assert first_heading(html) == ""


@pytest.mark.parametrize("unit", ["。", "a.", "”", "Mr. ", "? ", "\u0301", "🇨", "\u200d", "a", " "])
def test_hostile_text_takes_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert len(first_sentence(text)) <= 1_000_000
    assert len(summarize(text)) <= 1_000


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ("<h1>题 目</h1>\n<p>文</p>", "<p>文</p>"),
        ("<p>前</p>\n<h2 id=x><b>题</b> 目</h2>\n<p>文</p>", "<p>前</p>\n<p>文</p>"),
        ("<div><H1>题\u200b 目</H1></div><p>文</p>", "<div></div><p>文</p>"),
        ("<h1></h1><h2>题 目</h2>文", "<h1></h1>文"),
        ("<h2>别</h2><h2>题 目</h2>文", None),
        ("<h2>题 目 二</h2>文", None),
        ("<h2><img src=a.png>题 目</h2>文", None),
        ("<hr>文", None),
        ("<h2>题 目", None),
    ],
)
def test_the_heading_that_became_the_title_goes(html: str, rest: str | None) -> None:
    assert without_title(html, "题 目") == (html if rest is None else rest)
    assert without_title(html, "") == html
