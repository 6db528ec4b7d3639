from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.html.allowlist import cleaner
from generator.body.html.balance import balance
from generator.body.html.plain_html import as_sanitised, is_plain
from generator.body.markdown.convert import _comrak, _is_one_block, _names
from generator.body.options import BodyRules
from tests.body.soup import soups

_TEXTS = [
    "中文。",
    "a",
    "\n",
    "\u3000",
    " ",
    "&amp;",
    "&lt;",
    "&gt;",
    "&nbsp;",
    "&quot;",
    '"',
    "'",
    "\x0b",
    "\ufeff",
]
_ODD_TEXTS = [
    "&",
    "<",
    ">",
    "\xa0",
    "\r",
    "\x00",
    "&copy;",
    "&amp",
    "&#38;",
    "<>",
    "</p>",
    "<!-- -->",
    "<p>",
    "<hr>",
]
_HOSTS = [
    *(
        "e.example",
        "a-b.example.com",
        "e.example:80",
        "e.example:x",
        "-a.com",
        "a--b.com",
        "a..b",
        "E.example",
    ),
    *(
        "1.2.3.4",
        "a.1",
        "256.256.256.256",
        "0x7f.com",
        "[::1]",
        "xn--.com",
        "e.example.",
        "localhost",
        "a_b.com",
    ),
]
_PATHS = [
    *("", "/", "/x?y=1&amp;z=2#a", "/..//.", "/'()*", "/%zz", "/x?y=1&z", "/a b", "/江", "?x", "#x", "/[x]"),
    *("/\\", "/&quot;"),
]
_ODD_INLINE = [
    "<i><b>x</b></i>",
    "<b>x",
    "<img>",
    "<br x>",
    '<a href="//e.example">x</a>',
    "<a>x</a>",
    "</a>",
]
_ODD_TAGS = ["<h1>", "<div>", "<P>", "<p class=x>", '<p class="">', '<p style="x">', '<p id="x" class="y">']


def _text(*odd: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*_TEXTS, *odd]), max_size=3).map("".join)


def _bodies(
    texts: st.SearchStrategy[str], inline: st.SearchStrategy[str], starts: list[str]
) -> st.SearchStrategy[str]:
    links = st.builds(
        '<a href="http://{}{}">{}</a>'.format, st.sampled_from(_HOSTS), st.sampled_from(_PATHS), texts
    )
    formatted = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["strong", "em", "b", "i"]), texts)
    breaks = st.sampled_from(["<br>", "<br />", "<br/>"])
    inside = st.lists(texts | links | formatted | breaks | inline, max_size=4).map("".join)
    blocks = st.builds(
        lambda start, text, space: f"{start}{text}</{start[1:3].rstrip('>')}>{space}",
        st.sampled_from(["<p>", "<h2>", '<h6 id="标题-1">', '<p class="em_media">', *starts]),
        inside,
        st.sampled_from(["", "\n", " \n"]),
    )
    return st.lists(blocks, max_size=4).map("".join)


_plain = _bodies(_text(), st.nothing(), [])
_nearly = _bodies(_text(*_ODD_TEXTS), st.sampled_from(_ODD_INLINE), _ODD_TAGS)


@given(_plain | _nearly)
def test_plain_html_is_what_the_sanitiser_would_make_of_it(html: str) -> None:
    if is_plain(html):
        assert cleaner((), frames=True).clean(html) == as_sanitised(html)
        assert is_plain(as_sanitised(html))


@given(_plain | _nearly | soups)
def test_one_line_of_plain_html_is_what_comrak_and_the_balancer_make_of_it(text: str) -> None:
    if _is_one_block(text):
        for end in ("", "\n", "\n\n"):
            assert _comrak(f"{text}{end}") == f"{text}\n"
        assert balance(text, _names(BodyRules())) == text


@pytest.mark.parametrize("host", _HOSTS)
@pytest.mark.parametrize("path", _PATHS)
def test_plain_links_are_what_the_sanitiser_would_make_of_them(host: str, path: str) -> None:
    html = f'<p><a href="http://{host}{path}">x</a></p>'
    if is_plain(html):
        assert cleaner((), frames=False).clean(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>伴随着房地产业的蓬勃发展。</p><p>“第一道防线”</p>",
        '<p>a</p>\n<h2 id="标题">b</h2>\n<p class="em_media">（文章来源：南方日报）</p>\n',
        "<p>a &quot;b&quot; &amp; <strong>c</strong><br />\nd <em>e</em></p>",
        '<p><a href="http://e.example/x.html?a=1&amp;b=2#c">http://e.example/</a></p>',
    ],
)
def test_wire_copy_is_plain(html: str) -> None:
    assert is_plain(html)


@pytest.mark.parametrize(
    "html",
    [
        "text",
        "<p>a",
        "<p>a</h2>",
        "<p>a & b</p>",
        "<p>a > b</p>",
        "<p>a\xa0b</p>",
        "<h1>a</h1>",
        "<p onclick=x>a</p>",
        '<p style="x">a</p>',
        "<p><b>a</p></b>",
        "<p><b><i>a</i></b></p>",
        "<p><p>a</p></p>",
        "<p><img src=x></p>",
        '<p><a href="javascript:x">a</a></p>',
        '<p><a href="http://1.2.3.4/">a</a></p>',
        '<p><a href="http://e.example/" onclick="x">a</a></p>',
        "<script>x</script>",
        "<p>a</p><script>x</script>",
    ],
)
def test_anything_else_is_not(html: str) -> None:
    assert not is_plain(html)


@pytest.mark.parametrize(
    "unit", ["<p>a</p>", "<p><b>", "&amp;", "<p>&", "<p>a<br>", '<p><a href="http://a.b', "a.", "<p "]
)
def test_long_bodies_are_decided_at_once(unit: str) -> None:
    html = unit * (400_000 // len(unit))
    assert is_plain(html) == (unit == "<p>a</p>")
    assert not is_plain(f"<p>{html}")
