"""Hostile HTML at random, and what must hold of any HTML that stands on a page."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from hypothesis import strategies as st

from generator.body.options import BodyRules, Place

RULES = BodyRules(iframe_hosts=("v.example",), own_hosts=("own.example",))
PAGE = Place("../../", "content/posts/2021/a.md", {"content/posts/b.md": "x/b.html"})
#: The same in a feed, whose links are absolute.
FEED = PAGE._replace(root="https://own.example/")

_NAMES = """
    a abbr address annotation-xml article audio b base big blockquote body br button caption center code
    col colgroup dd desc details div dl dt em embed figcaption figure font footer foreignobject form
    frameset h1 h2 h3 h6 head header hr html i iframe img input ins label li link main map marquee math
    meta mglyph mi mtext nav nobr noembed noframes noscript object ol option p param picture plaintext
    pre q rp rt ruby s script section select small source span strike strong style sub summary svg table
    tbody td template textarea tfoot th thead time title tr track tt u ul unknown use video view x-y xmp
"""
NAMES = _NAMES.split()
ADDRESSES = [
    "#a",
    "#post-a",
    "b.md",
    "../b.md#x",
    "c.md",
    "/x",
    "//e.example/",
    "https://e.example/?a&b=%22<",
    "p q.png",
    "https://own.example/y",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "&#x6A;avascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "mailto:a@b.c",
    "https://v.example/1",
    "\\\\e",
    "file:///etc/passwd",
    "../../../../etc/passwd",
    "blob:x",
    "x:y",
    "",
    "?q",
    "http:e",
]
ATTRIBUTES = [
    "onclick=alert(1)",
    'ONLOAD="alert(1)"',
    "style=color:red",
    'class="x post-y language-z"',
    "class=''",
    "id=a",
    'id="post-a"',
    "id='a b'",
    'title="<b>&amp;&quot;\'"',
    "align=center",
    "align=x",
    "type=checkbox",
    "checked",
    "name=n",
    "rel='nofollow opener'",
    "target=_blank",
    'srcset="a 2x, b 3x"',
    "srcset='javascript:x 1x'",
    "srcdoc='<script>x</script>'",
    "controls",
    "autoplay",
    "headers=a",
    "aria-labelledby=a",
    "aria-label=l",
    "xlink:href=javascript:x",
    "formaction=javascript:x",
    'a"b',
    "=",
    "/",
    "lang=zh",
    "colspan=2",
    "a=`b`",
    "sizes=1",
]
TEXTS = [
    "x",
    "中文。",
    "\n",
    " ",
    "&",
    "&nbsp;",
    "&lt;",
    "&#13;",
    "&#0;",
    "<",
    ">",
    '"',
    "'",
    "<>",
    "\xa0",
    "\ufeff",
    "\x0c",
    "<!--",
    "-->",
    "--!>",
    "<!",
    "<?x",
    "]]>",
    "<![CDATA[",
    "</",
    "&quot;",
    "<p></p>",
    "<a></a>",
    "&lt;&gt;",
]

_links = st.builds(
    "{}={}{}{}".format,
    st.sampled_from(["href", "src", "cite", "poster", "HREF", "data", "action"]),
    st.shared(st.sampled_from(['"', "'"]), key="quote"),
    st.sampled_from(ADDRESSES),
    st.shared(st.sampled_from(['"', "'"]), key="quote"),
)
_attributes = st.lists(st.sampled_from(ATTRIBUTES) | _links, max_size=3).map(" ".join)
_starts = st.builds("<{} {}{}>".format, st.sampled_from(NAMES), _attributes, st.sampled_from(["", "/"]))
_ends = st.sampled_from(NAMES).map("</{}>".format)
#: Tag soup: tags in any order, most of them nested wrongly, with text that is nearly markup between them.
soups = st.lists(_starts | _ends | st.sampled_from(TEXTS) | st.text(max_size=5), max_size=24).map("".join)

_FORBIDDEN = re.compile(
    """applet|base|button|embed|form|frame|frameset|h1|html|link|main|math|meta|nav|noembed|noframes|noscript|object
    |option|param|plaintext|script|select|style|svg|template|textarea|title|xmp""",
    re.VERBOSE,
)
_FORBIDDEN_ATTRIBUTES = re.compile(
    "on.*|style|srcdoc|action|formaction|target|headers|for|aria-labelledby|autoplay|name|.*:.*"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def assert_safe(html: str) -> None:
    """Check what may never be on a page, as another parser sees it."""
    for tag in BeautifulSoup(f"<!---->{html}", "html.parser").find_all(True):
        assert not _FORBIDDEN.fullmatch(tag.name), html
        for name, value in tag.attrs.items():
            assert not _FORBIDDEN_ATTRIBUTES.fullmatch(name), html
            _assert_value(tag, name, " ".join(value) if isinstance(value, list) else value)


def _assert_value(tag: Tag, name: str, value: str) -> None:
    if name == "id":
        assert value.startswith("post-"), tag
    if name == "class":
        assert all(re.match("post-|language-", one) for one in value.split()), tag
    if name in ("href", "src", "cite", "poster", "data", "background"):
        _assert_address(value, tag)
    if name == "srcset":
        for candidate in value.split(", "):
            _assert_address(candidate.split()[0], tag)
    if tag.name == "iframe":
        assert tag["src"].startswith("https://v.example/") and tag["sandbox"], tag  # type: ignore[union-attr]  # noqa: PT018


def _assert_address(url: str, tag: Tag) -> None:
    """Check the scheme that a browser sees: it takes out control characters first (URL Standard, 4.4)."""
    seen = re.sub(r"[\t\n\r]", "", url).strip("".join(map(chr, range(33))))
    scheme = _SCHEME.match(seen)
    assert scheme is None or scheme[1].lower() in ("ftp", "http", "https", "mailto", "tel"), tag
    if seen.startswith("#") and len(seen) > 1:
        assert unquote(seen).startswith("#post-"), tag
