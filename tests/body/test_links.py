from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.body.html.pipeline import finish
from generator.body.links import Link, resolve, source_links
from generator.body.options import BodyRules, Place
from generator.body.web_addresses import web_address

TARGETS = {"content/posts/b.md": "x/b.html", "content/pages/关于.md": "about.html"}
POST = Place("../../", "content/posts/2021/a.md", TARGETS)
PAGE = Place("./", "content/pages/about.md", TARGETS)
RULES = BodyRules(own_hosts=("own.example", "www.own.example"), base_path="/archive/")
ROOT = BodyRules(own_hosts=("own.example",))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://own.example/a", "../../a"),
        ("https://own.example/a", "../../a"),
        ("//own.example/a", "../../a"),
        ("HTTPS://OWN.Example/a", "../../a"),
        ("http://own.example:80/a", "../../a"),
        ("https://own.example:443/a", "../../a"),
        ("//%6fwn%2Eexample:80/a%62", "../../ab"),
        ("//own.example", "../../"),
        ("//own.example/", "../../"),
        ("//own.example?q=1#f", "../../?q=1#f"),
        ("//own.example/a/b.html?q=1&r=2#f", "../../a/b.html?q=1&r=2#f"),
        ("//own.example/category/江.html", "../../category/%E6%B1%9F.html"),
        ("//own.example/a b", "../../a%20b"),
        ("//own.example/a%20b%2Fc", "../../a%20b%2Fc"),
        ("//own.example/../../etc/./passwd", "../../etc/passwd"),
        ("//own.example/%2e%2e/x", "../../x"),
        ("//own.example//e.example/", "../../e.example/"),
        ("\\\\own.example\\a", "../../a"),
    ],
)
def test_own_hosts_lead_to_the_root(url: str, expected: str) -> None:
    assert resolve(url, POST, ROOT) == Link(expected)


@pytest.mark.parametrize(
    "url",
    [
        "http://own.example:8080/a",
        "https://own.example.evil.example/a",
        "https://x.own.example/a",
        "https://own.example@evil.example/",
        "https://user@own.example/",
        "//ownxexample/a",
    ],
)
def test_other_hosts_are_external(url: str) -> None:
    assert resolve(url, POST, ROOT) == Link(url, external=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://own.example/archive/a", Link("../../a")),
        ("https://own.example/archive", Link("../../")),
        ("https://own.example/archive?q", Link("../../?q")),
        ("https://own.example/archives/a", Link("https://own.example/archives/a", external=True)),
        ("https://own.example/Archive/a", Link("https://own.example/Archive/a", external=True)),
        ("https://own.example/", Link("https://own.example/", external=True)),
    ],
)
def test_the_site_is_what_is_below_its_base_path(url: str, expected: Link) -> None:
    assert resolve(url, POST, RULES._replace(site_host="own.example", own_hosts=())) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://old.example/archive/a", Link("../../a")),
        ("https://old.example/a", Link("../../a")),
        ("//old.example", Link("../../")),
        ("https://old.example.evil/a", Link("https://old.example.evil/a", external=True)),
    ],
)
def test_a_former_host_may_have_had_the_base_path_or_not(url: str, expected: Link) -> None:
    assert resolve(url, POST, RULES._replace(site_host="own.example", own_hosts=("old.example",))) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("../b.md", "../../x/b.html"),
        ("../b.md#x", "../../x/b.html#post-x"),
        ("../b.md?raw=1#post-x", "../../x/b.html#post-x"),
        ("../../posts/./b.md", "../../x/b.html"),
        ("../../pages/%E5%85%B3%E4%BA%8E.md", "../../about.html"),
        ("../../pages/关于.md", "../../about.html"),
        ("..\\b.md", "../../x/b.html"),
        ("b.html", "../../files/2021/b.html"),
    ],
)
def test_sources_of_posts_become_their_pages(url: str, expected: str) -> None:
    assert resolve(url, POST, RULES) == Link(expected)


@pytest.mark.parametrize("url", ["b.md", "../c.markdown?x#y"])
def test_sources_without_a_page_are_no_links(url: str) -> None:
    assert resolve(url, POST, RULES) is None
    known = POST._replace(origin="https://news.example/a/b.html")
    assert resolve(url, known, RULES) == Link(
        f"https://news.example/{'a/' if url == 'b.md' else ''}{url.removeprefix('../')}", external=True
    )


@pytest.mark.parametrize("url", ["/gone", "gone.html", "a.pdf", "https://own.example/archive/gone"])
def test_a_link_that_leads_nowhere_goes_and_a_picture_stays(url: str) -> None:
    nowhere = {"/gone": "", "/files/2021/gone": "", "/files/2021/a.pdf": ""}
    place = POST._replace(targets=nowhere)
    assert resolve(url, place, RULES) is None
    assert resolve(url, place, RULES, is_link=False) is not None


@pytest.mark.parametrize(
    ("place", "url", "expected"),
    [
        (POST, "pic.jpg", "../../files/2021/pic.jpg"),
        (POST, "./pic.jpg", "../../files/2021/pic.jpg"),
        (POST, "../img/a b.png", "../../files/img/a%20b.png"),
        (POST, "图/1.png", "../../files/2021/%E5%9B%BE/1.png"),
        (POST, "%E5%9B%BE.png", "../../files/2021/%E5%9B%BE.png"),
        (POST, "a%FFb.png", "../../files/2021/a%FFb.png"),
        (POST, "100%.png", "../../files/2021/100%25.png"),
        (POST, "a%2523.png", "../../files/2021/a%2523.png"),
        (POST, "a%3Fb%23.png?x=1#t=2", "../../files/2021/a%3Fb%23.png?x=1#t=2"),
        (POST, "img\\a.png", "../../files/2021/img/a.png"),
        (POST, "../../pages/a.png", "../../a.png"),
        (POST, "../../static/logo.png", "../../logo.png"),
        (PAGE, "pic.jpg", "./pic.jpg"),
        (PAGE, "img/pic.jpg", "./img/pic.jpg"),
        (PAGE, "../posts/2021/pic.jpg", "./files/2021/pic.jpg"),
        (POST, '"><script>.png', "../../files/2021/%22%3E%3Cscript%3E.png"),
    ],
)
def test_other_relative_paths_name_files_beside_the_source(place: Place, url: str, expected: str) -> None:
    assert resolve(url, place, RULES) == Link(expected)


@pytest.mark.parametrize(
    "url",
    [
        "../../../x",
        "../../../../etc/passwd",
        "%2e%2e/%2e%2e/%2e%2e/x",
        "..%2f..%2f..%2fx",
        "..\\..\\..\\x",
        "../../secret.png",
        "../..",
    ],
)
def test_links_out_of_the_content_are_dropped(url: str) -> None:
    assert resolve(url, POST, RULES) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/x/y", "../../x/y"),
        ("/", "../../"),
        ("/x y?q#f", "../../x%20y?q#f"),
        ("/../x", "../../x"),
        ("\\x", "../../x"),
        ("/x/%2e%2E/y", "../../y"),
        ("#x", "#post-x"),
        ("?q=1", "?q=1"),
        ("?q=|#a b#c", "?q=%7C#a%20b%23c"),
        ("#a b#c", "#post-a%20b%23c"),
        ("#post-a b", "#post-a%20b"),
        ("/x?a b", "../../x?a%20b"),
    ],
)
def test_links_from_the_root_and_in_the_page(url: str, expected: str) -> None:
    assert resolve(url, POST, RULES) == Link(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.example/a?b#c", Link("https://e.example/a?b#c", external=True)),
        ("HTTP://e.example", Link("http://e.example", external=True)),
        ("//e.example/a", Link("//e.example/a", external=True)),
        ("/\\e.example", Link("//e.example", external=True)),
        ("https:///e.example", Link("https://e.example", external=True)),
        (" \thttps://e.ex\nample/ ", Link("https://e.example/", external=True)),
        ("mailto:a@b.example", Link("mailto:a@b.example")),
        ("MAILTO:a@b.example", Link("MAILTO:a@b.example")),
        ("tel:+86-10", Link("tel:+86-10")),
        ("ftp://e.example/", Link("ftp://e.example/", external=True)),
        ("http://例子.example:80/路?查#片", Link("http://例子.example:80/路?查#片", external=True)),
        ("http://%E4%BE%8B%E5%AD%90.%E6%B5%8B%E8%AF%95/b", Link("http://例子.测试/b", external=True)),
        ("//%E4%BE%8B.example:80?%41", Link("//例.example:80?%41", external=True)),
        ("HTTPS://%65.example", Link("https://e.example", external=True)),
        ("https://%6Fwn.example%2eevil.example/", Link("https://own.example.evil.example/", external=True)),
        (
            "https://%6Fwn.example:x@evil.example/",
            Link("https://%6Fwn.example:x@evil.example/", external=True),
        ),
        ("http://[::1]:80/[1]", Link("http://[::1]:80/%5B1%5D", external=True)),
        ("https://e.example/a b|c\\\\d", Link("https://e.example/a%20b%7Cc//d", external=True)),
        (
            "https://e.example/100%?a=5%&b=%e4#c#d e",
            Link("https://e.example/100%25?a=5%25&b=%e4#c%23d%20e", external=True),
        ),
        ("mailto:A B <a@b.example>", Link("mailto:A%20B%20%3Ca@b.example%3E")),
    ],
)
def test_addresses_elsewhere_stay(url: str, expected: Link) -> None:
    assert resolve(url, POST, RULES) == expected
    assert resolve(expected.href, POST, RULES) == expected


@given(host=st.text(max_size=6), encoded=st.text("%0123456789abcdefEF:@/.", max_size=12))
def test_hosts_are_decoded_once_and_for_all(host: str, encoded: str) -> None:
    link = resolve(f"https://{quote(host)}{encoded}/x", POST._replace(root="https://own.example/"), RULES)
    if link is not None:
        assert resolve(link.href, POST._replace(root="https://own.example/"), RULES) == link
        assert link.href.isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "javascript:x",
        "\x01 java\tscript:x",
        "javascript:x.md",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "http:x",
        "https:/x",
        "http://a b/",
        "http://[x",
        "http://a..b/",
        "https://%FF.example/",
        "https://a%.example/",
        "https://%2565.example/",
        "https://a%2eexample%2f.e.example/",
        "https://a%5c.e.example/",
        "https://a%3f.e.example/",
        "https://a%23.e.example/",
        "https://a%40e.example/",
        "https://a%3a80/",
        "https://a%2c/",
        "https://a%20b/",
        "https://a%00b/",
        "https://a%7fb/",
        "https://a%C2%85b/",
        "https://a%EF%BB%BFb/",
        "https://a%E2%80%AEb/",
        "https://%2e%2e/",
        "//%2fe.example/",
        "https://u@%65.example/",
        "//<x>/",
        "http://e.example:x/",
        "x:y",
        "C:\\pic.jpg",
        "https://e.example/" + "a" * 8_000,
    ],
)
def test_other_schemes_are_dropped(url: str) -> None:
    assert resolve(url, POST, RULES) is None


def test_addresses_of_originals_are_read_alike() -> None:
    assert web_address("HTTPS://%E4%BE%8B.example/%41") == "HTTPS://例.example/%41"
    assert web_address("https://a%2Fb.example/") == ""


def test_links_in_a_feed_are_absolute_and_stay_so() -> None:
    feed = POST._replace(root="https://own.example/archive/")
    for url in ("../b.md", "/x", "pic.jpg", "https://own.example/archive/x"):
        link = resolve(url, feed, RULES)
        assert link is not None
        assert link.href.startswith("https://own.example/archive/")
        assert resolve(link.href, feed, RULES) == link


def test_links_within_a_body_lead_to_its_page_where_it_is_shown_elsewhere() -> None:
    feed = POST._replace(root="https://own.example/", page="x/a.html")
    for url, expected in (("#b", "#post-b"), ("#", "#"), ("?q", "?q"), ("#post-b", "#post-b")):
        link = resolve(url, feed, RULES)
        assert link == Link(f"https://own.example/x/a.html{expected}")
        assert resolve(link.href, feed, RULES) == link


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="b.md">x</a>', ("content/posts/2021/b.md",)),
        ("<a class=x HREF='../b.md#x'>x</a>", ("content/posts/b.md",)),
        ("<a href=../b.markdown?q>x</a>", ("content/posts/b.markdown",)),
        ('<a href="b.html">x</a>', ("content/posts/2021/b.html",)),
        ('<a href="%E5%85%B3.md">x</a><a href="关.md">x</a>', ("content/posts/2021/关.md",)),
        ('<a href="&#98;.md">x</a>', ("content/posts/2021/b.md",)),
        ('<a href="../../pages/a.MD">x</a>', ("content/pages/a.MD",)),
        ('<a href="c.md">x</a><a href="b.md">x</a>', ("content/posts/2021/b.md", "content/posts/2021/c.md")),
        ('<a href="../../../b.md">x</a>', ()),
        ('<a href="/b.md">x</a><a href="https://e.example/b.md">x</a><a href="//e.example/b.md">x</a>', ()),
        ('<a href="#b.md">x</a><a href="?b.md">x</a><a href="mailto:b.md">x</a>', ()),
        ('<a href="b.mdx">x</a><img src="b.md">', ("content/posts/2021/a/b.mdx", "content/posts/2021/b.mdx")),
        ("<img src='../c.png?x'>", ("content/posts/2021/c.png", "content/posts/c.png")),
        ('<a href="b/">x</a><a href="b">x</a><img src="data:b.png">', ()),
        ('<a href="%FF.md">x</a>', ()),
        ("<p>b.md</p>", ()),
        ("", ()),
    ],
)
def test_sources_that_a_body_links_to(html: str, expected: tuple[str, ...]) -> None:
    assert source_links(html, "content/posts/2021/a.md", BodyRules()) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="//a.example/b">x</a>',
        '<img src="//a.example/b" srcset="//a.example/c 1x, //a.example/d 2x">',
        '<video src="//a.example/b" poster="//a.example/c"></video>',
        '<picture><source srcset="//a.example/c 2x"><img src="//a.example/b"></picture>',
    ],
)
def test_addresses_in_feeds_have_their_scheme(html: str) -> None:
    in_feed = finish(html, Place("https://x.example/", "content/posts/a.md", {}, "a.html"), BodyRules())
    assert in_feed.count("https://a.example/") == html.count("//a.example/")
    assert '"//' not in in_feed
    assert " //" not in in_feed
    without_url = finish(html, Place("../", "content/posts/a.md", {}, "a.html"), BodyRules())
    assert without_url.count("https://a.example/") == html.count("//a.example/")
    assert '"//' in finish(html, Place("../", "content/posts/a.md"), BodyRules())
