from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given

from generator.body.html.attributes import address_from_root
from generator.body.html.pipeline import finish
from generator.body.markdown.convert import BodyError, to_html
from generator.body.options import BodyRules
from tests.body.soup import FEED, PAGE, RULES, assert_safe, soups

#: Ways to run a script, by element and by disguise; after the cheat sheets of OWASP, PortSwigger and cure53.
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://e.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<script\x0c>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script>alert(1)",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">x</text></a></svg>',
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'></svg>#x\"/></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><foreignobject><iframe srcdoc='<script>alert(1)</script>'></foreignobject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=javascript:alert(1)>x</math>",
    '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<img """><script>alert(1)</script>">',
    "<img src='javascript:alert(1)'>",
    "<img src=jAvAsCrIpT:alert(1)>",
    '<img srcset="javascript:alert(1) 1x, a.png 2x">',
    '<img srcset="a.png 1x,javascript:alert(1) 2x">',
    "<img src=x style=background:url(javascript:alert(1))>",
    "<img lowsrc=javascript:alert(1) dynsrc=javascript:alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#14; javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='javascript&#0000058alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='JAVASCRIPT:alert(1)//x.md'>x</a>",
    "<a href='javascript:alert(1)//b.md'>x</a>",
    "<a href='javascript://%0aalert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='livescript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='view-source:javascript:x'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='blob:https://e.example/x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href=\"x\" onmouseover=alert(1)>x</a>",
    '<a href="x"onclick="alert(1)">x</a>',
    "<a href='x' OnClIcK=alert(1)>x</a>",
    "<a href=x target=_blank rel=opener>x</a>",
    "<a ping='javascript:alert(1)' href=x>x</a>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'></style>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:/'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=https://e.example/></iframe>",
    "<iframe src='https://v.example@e.example/'></iframe>",
    "<iframe src='https://e.example\\@v.example/'></iframe>",
    "<iframe src='https://v.example.e.example/'></iframe>",
    "<iframe src='https://v.example:8443/'></iframe>",
    "<iframe src='http://v.example/'></iframe>",
    "<iframe><img src=x onerror=alert(1)></iframe>",
    "<iframe src='https://v.example/' onload=alert(1) srcdoc='<script>x</script>'></iframe>",
    "<iframe src='https://v.example/'></iframe\x00><script>alert(1)</script>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html,<script>alert(1)</script>'><embed src=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<input type=image src=x onerror=alert(1)>",
    "<input type=checkbox onfocus=alert(1) autofocus>",
    "<button onclick=alert(1)>x</button>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><img title='</title><img src=x onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<noembed><p title='</noembed><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<video src=x onerror=alert(1)></video>",
    "<video poster=javascript:alert(1)//></video>",
    "<video><source onerror=alert(1) src=javascript:x></video>",
    "<audio src=javascript:alert(1) autoplay onplay=alert(1)>",
    "<track src=javascript:alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<html onmouseover=alert(1)>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>x</table>",
    "<isindex action=javascript:alert(1) type=image>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<bgsound src=javascript:alert(1)>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<x onclick=alert(1)>x</x>",
    "<custom-element onpointerover=alert(1) tabindex=1 style=display:block>x</custom-element>",
    "<p id=x tabindex=1 onfocus=alert(1) contenteditable accesskey=x>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p title=\"&quot; onmouseover=alert(1) x=&quot;\">x</p>",
    "<p title='\" onmouseover=alert(1) x=\"'>x</p>",
    '<a href="https://e.example/&quot; onmouseover=alert(1) x=&quot;">x</a>',
    '<a href="b.md#&quot; onmouseover=alert(1)">x</a>',
    '<img src="a&quot; onerror=alert(1) &quot;.png">',
    "<p id='&quot;><script>alert(1)</script>'>x</p>",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("engine", ["html", "comrak", "python-markdown"])
def test_no_attack_passes(attack: str, engine: str) -> None:
    html = finish(to_html(f"x\n\n{attack}\n\ny", engine, RULES), PAGE, RULES)
    assert_safe(html)
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x]( javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](&#x6a;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](data:text/html,x)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        '![x](x"onerror="alert(1))',
        "[x](y '\"onmouseover=\"alert(1)')",
        "[x](vbscript:x)",
    ],
)
@pytest.mark.parametrize("engine", ["comrak", "python-markdown"])
def test_no_attack_passes_in_markdown(markdown: str, engine: str) -> None:
    html = finish(to_html(markdown, engine, RULES), PAGE, RULES)
    assert_safe(html)
    assert BeautifulSoup(html, "html.parser").select("[onerror], [onmouseover]") == []


@given(soups)
def test_tag_soup_comes_out_safe(soup: str) -> None:
    try:
        html = to_html(soup, "html", RULES)
    except BodyError:
        return
    assert_safe(finish(html, PAGE, RULES))
    assert_safe(finish(soup, PAGE, RULES))


@given(soups)
def test_a_finished_body_is_a_fixed_point(soup: str) -> None:
    once = finish(soup, FEED, RULES)
    assert finish(once, FEED, RULES) == once


@given(soups)
@example('<a href="#a"><dt >')
def test_a_finished_body_can_be_a_source_again(soup: str) -> None:
    once = finish(soup, PAGE, RULES)
    assert finish(address_from_root(once, PAGE.root), PAGE, RULES) == once


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>a</h1><h2>b</h2>", "<h2>a</h2><h3>b</h3>"),
        ("<h1 id=a>a</h1><h5>b</h5><h6>c</h6>", '<h2 id="post-a">a</h2><h3>b</h3><h4>c</h4>'),
        ("<h2>a</h2><h3>b</h3>", "<h2>a</h2><h3>b</h3>"),
        ("<h1>a</h2>", "<h2>a</h2>"),
        ("<h3>a</h3><h5>b</h5><h3>c</h3>", "<h2>a</h2><h3>b</h3><h2>c</h2>"),
        ("<h4>a</h4><h2>b</h2><h6>c</h6><h4>d</h4>", "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3>"),
        (
            "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>",
            "<h2>a</h2><h3>b</h3><h4>c</h4><h5>d</h5><h6>e</h6><h6>f</h6>",
        ),
        ("a<h3 id=x> <br>&nbsp;</h3><hr>", "a<hr>"),
    ],
)
def test_headings_are_steps_of_one_stair(html: str, expected: str) -> None:
    assert finish(html, PAGE, RULES) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<font color=red>b</font>c</p>", "<p>abc</p>"),
        ("<p>a</p><script>x</script><style>y</style><p>b</p>", "<p>a</p><p>b</p>"),
        ("<select><option>x</select><textarea>y</textarea><button>z</button>a", "a"),
        ("a<!-- comment -->b", "ab"),
        ("<pre>\n\na</pre>", "<pre>\n\na</pre>"),
        ("<pre>\na</pre>", "<pre>a</pre>"),
        ("<pre><input>\na</pre>", "<pre>a</pre>"),
        ("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>", None),
        ('<details open=""><summary>a</summary>b</details>', None),
        ("<figure><figcaption>a</figcaption></figure>", None),
        ("a\r\nb&#13;c", "a\nb\nc"),
        ("\ufeffa&#xfeff;", "a"),
        ("<p></p><p>&nbsp;</p><p>a</p>", "<p>a</p>"),
        ("a\x01\x7f&#x1f;\x85&#xffff;\ufffe b", "a b"),
        ("<p>a\x0bb</p>", "<p>ab</p>"),
        ("", ""),
    ],
)
def test_what_stays_and_what_goes(html: str, expected: str | None) -> None:
    assert finish(html, PAGE, RULES) == (html if expected is None else expected)


@pytest.mark.parametrize("wrapper", ["noscript", "NOSCRIPT class=x", "plaintext"])
def test_lazy_pictures_in_wrappers_are_kept(wrapper: str) -> None:
    html = finish(f"<{wrapper}><img src=https://e.example/a.png></{wrapper}>", PAGE, RULES)
    assert html.startswith('<img src="https://e.example/a.png" alt=""')


def test_site_yaml_may_allow_more_but_nothing_that_runs() -> None:
    extra = (
        ("meter", ("value", "onclick", "style")),
        ("p", ("data-x",)),
        ("script", ("src",)),
        ("iframe", ("src",)),
        ("object", ("data",)),
    )
    rules = BodyRules(extra_tags=extra)
    html = (
        "<meter value=1 onclick=x style=y>a</meter><p data-x=1>b</p><script>c</script>"
        "<iframe src='https://e.example/'></iframe><object data=x>d</object>"
    )
    assert finish(html, PAGE, rules) == '<meter value="1">a</meter><p data-x="1">b</p>d'


def test_addresses_and_ids_of_extra_elements_follow_the_rules() -> None:
    rules = BodyRules(extra_tags=(("label", ("for",)), ("x-card", ("href", "longdesc"))))
    html = "<label for=a>x</label><x-card href=javascript:x longdesc=pic.jpg>y</x-card>"
    expected = '<label for="post-a">x</label><x-card longdesc="../../files/2021/pic.jpg">y</x-card>'
    assert finish(html, PAGE, rules) == expected
