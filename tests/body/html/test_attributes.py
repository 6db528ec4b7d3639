from __future__ import annotations

import pytest

from generator.body.html.attributes import address_from_root
from generator.body.html.pipeline import finish
from generator.body.options import BodyRules, Place

PAGE = Place("../", "content/posts/2021/a.md")
RULES = BodyRules(own_hosts=("own.example",), iframe_hosts=("player.example",))
WIDE = 'allowfullscreen="" src="https://Player.Example/x?a=1&amp;b=2" title="player.example"'
LAZY = 'loading="lazy" decoding="async" referrerpolicy="no-referrer"'
ONE_PICTURE = f'<picture><img src="../a" alt="" {LAZY}></picture>'
FRAMED = (
    'sandbox="allow-scripts allow-same-origin allow-presentation" loading="lazy" referrerpolicy="no-referrer"'
)


def done(html: str) -> str:
    return finish(html, PAGE, RULES)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=a.png>", f'<img src="../files/2021/a.png" alt="" {LAZY}>'),
        (
            "<img src=/a.png alt='x' width=10 height='20' title=t>",
            f'<img src="../a.png" alt="x" width="10" height="20" title="t" {LAZY}>',
        ),
        ("<img src=/a.png loading=eager decoding=sync>", f'<img src="../a.png" alt="" {LAZY}>'),
        ("<img src=data:image/png;base64,AAAA>", ""),
        ("<img>", ""),
        ("<p>a<img src=''>b</p>", "<p>ab</p>"),
        (
            "<img src=/a.png srcset='a.png, /b.png 2x'>",
            f'<img src="../a.png" srcset="../files/2021/a.png, ../b.png 2x" alt="" {LAZY}>',
        ),
        (
            "<picture><source srcset='/a.png 480w,  /b.png 1.5x,'><img src=/a.png></picture>",
            f'<picture><source srcset="../a.png 480w"><img src="../a.png" alt="" {LAZY}></picture>',
        ),
        (
            "<picture><source srcset=https://e.example/a type=image/webp><img src=/a></picture>",
            ONE_PICTURE.replace("<img", '<source srcset="https://e.example/a" type="image/webp"><img'),
        ),
        ("<picture><source srcset='/a.png 1x, data:x 2x'><img src=/a></picture>", ONE_PICTURE),
        ("<picture><source srcset='/a.png bogus'><img src=/a></picture>", ONE_PICTURE),
        ("<picture><source srcset=','><img src=/a></picture>", ONE_PICTURE),
    ],
)
def test_pictures(html: str, expected: str) -> None:
    assert done(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<audio src=/a.mp3></audio>", '<audio src="../a.mp3" controls=""></audio>'),
        ("<audio></audio>", '<audio controls=""></audio>'),
        (
            "<video controls src=/a.mp4 autoplay loop></video>",
            '<video src="../a.mp4" loop="" controls=""></video>',
        ),
        (
            "<video poster=/a.png><source src=/a.mp4><track src=/a.vtt></video>",
            '<video poster="../a.png" controls=""><source src="../a.mp4"><track src="../a.vtt"></video>',
        ),
        ("<video><source type=x><track kind=x></video>", '<video controls=""></video>'),
    ],
)
def test_sound_and_films_have_controls(html: str, expected: str) -> None:
    assert done(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<iframe src=https://player.example/1 width=640 title=t>x</iframe>",
            f'<iframe src="https://player.example/1" width="640" title="t" {FRAMED}></iframe>',
        ),
        (
            "<iframe sandbox='' allow=camera allowfullscreen src=//Player.Example/x?a=1&amp;b=2></iframe>",
            f"<iframe {WIDE} {FRAMED}></iframe>",
        ),
        ("a<iframe src=https://sub.player.example/></iframe>b", "ab"),
        ("a<iframe src=http://player.example/></iframe>b", "ab"),
        ("a<iframe src=/x></iframe>b", "ab"),
        ("a<iframe src=https://own.example/></iframe>b", "ab"),
        ("a<iframe><b>x</b></iframe>b", "ab"),
    ],
)
def test_frames_of_named_hosts_only(html: str, expected: str) -> None:
    assert done(html) == expected


def test_without_named_hosts_there_are_no_frames() -> None:
    html = "a<iframe src=https://player.example/1>x</iframe>b"
    assert finish(html, PAGE, BodyRules()) == "ab"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<input type=checkbox>", '<input type="checkbox" disabled="">'),
        ("<input TYPE=CheckBox checked name=x>", '<input type="checkbox" disabled="" checked="">'),
        ("<input type=text value=x>", ""),
        ("<input>", ""),
    ],
)
def test_boxes_of_task_lists_are_the_only_input(html: str, expected: str) -> None:
    assert done(html) == expected


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ("", "noopener noreferrer"),
        ("opener", "noopener noreferrer"),
        ("UGC nofollow x", "noopener noreferrer nofollow ugc"),
        ("sponsored noopener", "noopener noreferrer sponsored"),
    ],
)
def test_external_links_tell_nothing_of_the_page(relations: str, expected: str) -> None:
    html = f"<a href='https://e.example/' rel='{relations}' target=_blank>x</a>"
    assert done(html) == f'<a href="https://e.example/" rel="{expected}">x</a>'


@pytest.mark.parametrize(
    "url", ["/x", "https://own.example/x", "#x", "b.md", "pic.jpg", "mailto:a@b.example", "tel:1"]
)
def test_internal_links_have_no_rel(url: str) -> None:
    assert " rel=" not in done(f"<a href='{url}' rel='nofollow'>x</a>")


def test_protocol_relative_links_are_external() -> None:
    assert done("<a href=//e.example/x>x</a>") == '<a href="//e.example/x" rel="noopener noreferrer">x</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p id=x>a</p>", '<p id="post-x">a</p>'),
        ("<p id=post-x>a</p>", '<p id="post-x">a</p>'),
        ("<p id=''>a</p>", "<p>a</p>"),
        ("<p id='a b'>a</p>", "<p>a</p>"),
        (
            "<p id=main class='em_media  main'>a</p>",
            '<p id="post-main" class="post-em_media post-main">a</p>',
        ),
        ("<p class=post-x>a</p>", '<p class="post-x">a</p>'),
        ("<p class=' '>a</p>", "<p>a</p>"),
        ("<code class='language-python x'>a</code>", '<code class="language-python post-x">a</code>'),
        ("<p class=language-python>a</p>", '<p class="post-language-python">a</p>'),
        ("<a name=x>a</a>", '<span id="post-x">a</span>'),
        ("<a name=x id=y>a</a>", '<span id="post-y">a</span>'),
        ("<td>a</td><p headers=x aria-describedby=y>b</p>", "a<p>b</p>"),
        ("<p align=CENTER>a</p><p align=x>b</p>", '<p align="center">a</p><p>b</p>'),
        ("<p title='&lt;b&gt; &amp;amp; &quot;'>a</p>", '<p title="&lt;b&gt; &amp;amp; &quot;">a</p>'),
    ],
)
def test_ids_and_classes_meet_none_of_the_theme(html: str, expected: str) -> None:
    assert done(html) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#x", "#post-x"),
        ("#post-x", "#post-x"),
        ("#%E6%A0%87%E9%A2%98", "#post-%E6%A0%87%E9%A2%98"),
        ("#p%6fst-x", "#p%6fst-x"),
        ("#标题", "#post-标题"),
        ("#", "#"),
    ],
)
def test_links_in_the_page_follow_the_ids(href: str, expected: str) -> None:
    assert done(f'<a href="{href}">x</a>') == f'<a href="{expected}">x</a>'


def test_an_id_stands_once() -> None:
    html = '<p id="a">x</p><p id="a">y</p><a name="a">z</a><a name="b">c</a><p id="post-b">d</p>'
    assert done(html) == '<p id="post-a">x</p><p>y</p>z<span id="post-b">c</span><p>d</p>'


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("/a.png 1x, /b.png 2x, /c.png 2x", "../a.png 1x, ../b.png 2x"),
        ("/a.png, /b.png 1x", "../a.png"),
        ("/a.png 1x, /b.png 200w", "../a.png 1x"),
        ("/a.png 100w 50h, /b.png 200w", "../a.png 100w 50h, ../b.png 200w"),
        ("/a.png 0w", None),
    ],
)
def test_sizes_of_pictures_are_of_one_kind(srcset: str, expected: str | None) -> None:
    written = f' srcset="{expected}"' if expected else ""
    assert done(f'<img src=/a.png srcset="{srcset}">') == f'<img src="../a.png"{written} alt="" {LAZY}>'


def test_sizes_without_pictures_to_choose_from_go() -> None:
    assert done("<img src=/a.png sizes=100vw>") == f'<img src="../a.png" alt="" {LAZY}>'
    kept = '<img src="../a.png" sizes="(min-width: 20em) 50vw, 100vw" srcset="../b.png 9w" alt="" '
    assert done(f"{kept.replace('../', '/')}>") == f"{kept}{LAZY}>"


def test_only_what_has_a_role_may_be_named() -> None:
    assert done('<p aria-label="x">a</p><div aria-label="x">b</div>') == "<p>a</p><div>b</div>"
    assert done('<section aria-label="x">a</section>') == '<section aria-label="x">a</section>'


def test_many_classes_and_sizes_are_cut_off() -> None:
    assert done(f"<p class='{'a ' * 1000}'>x</p>").count("post-a") == 32
    assert done(f"<img src=/a.png srcset='{'/b.png 2x, ' * 1000}'>") == f'<img src="../a.png" alt="" {LAZY}>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="../x#y">z</a>', '<a href="/x#y">z</a>'),
        ('<a href="../../x">z</a>', '<a href="/../x">z</a>'),
        (
            '<img srcset="../a.png 2x, ../b.png" src="../c.png">',
            '<img srcset="/a.png 2x, /b.png" src="/c.png">',
        ),
        ('<a href="https://e.example/../x">z</a>', '<a href="https://e.example/../x">z</a>'),
        ('<p>href="../x"</p>', '<p>href="../x"</p>'),
    ],
)
def test_links_of_a_finished_body_from_the_root(html: str, expected: str) -> None:
    assert address_from_root(html, "../") == expected
