"""Pictures that scripts would load, and their twins for readers without scripts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from generator.body.html.lazy_media import load_media
from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules
from tests.body.soup import PAGE, RULES, soups

#: A picture that no script has to load.
ONE = '<img src="https://p.example/a.jpg">'
LATE = '<img data-src="https://p.example/a.jpg">'


def sources(html: str, engine: str = "html") -> list[str]:
    """Return the addresses of the pictures on the page of a body."""
    page = finish(to_html(html, engine, BodyRules()), PAGE, BodyRules())
    return [tag.split('src="')[1].split('"')[0] for tag in page.split("<img ")[1:]]


@pytest.mark.parametrize(
    "html",
    [
        f"{ONE}<noscript>{ONE}</noscript>",
        f"<p>{ONE}\n<noscript>{ONE}</noscript></p>",
        f"<noscript>{ONE}</noscript>{ONE}",
        f'<IMG SRC="data:," DATA-SRC="https://p.example/a.jpg"><NOSCRIPT>{ONE}</NOSCRIPT>',
        f'<img src="data:image/gif;base64,R0lG"><noscript>{ONE}</noscript>',
        f'<noscript>{ONE}</noscript><img src="/1x1.gif" data-src="https://p.example/a.jpg">',
        f'<a href="/x"><img src="/blank.gif"></a><noscript><a href="/x">{ONE}</a></noscript>',
        f'<img data-src="https://p.example/a.jpg" style="display:none"><noscript>{ONE}</noscript>',
        f"<picture>{LATE}</picture><noscript><picture>{ONE}</picture></noscript>",
        f'{LATE}<noscript><img src="https://p.example/a-300x200.jpg"></noscript>',
        f'{LATE}<noscript><img src="https://p.example/a.jpg?w=9"></noscript>',
        f"{ONE}<p>字</p><noscript>{ONE}</noscript>",
        f"<noscript>{ONE}</noscript>",
    ],
)
@pytest.mark.parametrize("engine", ["html", "comrak", "python-markdown"])
def test_a_picture_and_its_twin_are_shown_once(html: str, engine: str) -> None:
    assert [one.partition("?")[0] for one in sources(html, engine)] == ["https://p.example/a.jpg"]


def test_two_pictures_stay_two() -> None:
    other = ONE.replace("a.jpg", "b.jpg")
    assert len(sources(f"{ONE}<noscript>{other}</noscript>")) == 2
    assert len(sources('<img src="/show?id=1"><noscript><img src="/show?id=2"></noscript>')) == 2
    assert len(sources(f"{ONE}<!-- <noscript> -->{ONE}<!-- </noscript> -->")) == 2
    assert len(sources(f"{ONE}<p>中</p><noscript><p>字</p>{other}</noscript>")) == 2


def test_text_beside_a_twin_stays() -> None:
    html = to_html(f"{ONE}<noscript>{ONE} 摄影：甲</noscript>", "html", BodyRules())
    assert html.count("<img") == 1
    assert "摄影：甲" in html


def test_a_twin_gives_what_the_other_lacks() -> None:
    html = load_media(
        '<img data-src="/a.jpg">'
        '<noscript><img src="/a.jpg" alt="水车" width="640" srcset="/b.jpg 2x"></noscript>'
    )
    assert html == '<img src="/a.jpg" srcset="/b.jpg 2x" alt="水车" width="640">'


@pytest.mark.parametrize(
    "name",
    ["data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-echo", "real_src", "file"],
)
@pytest.mark.parametrize(
    "src",
    [
        "",
        'src=""',
        'src="data:image/gif;base64,R0lGODlhAQABAAAAACw="',
        'src="about:blank"',
        'src="/images/placeholder.png"',
        "src=https://c.example/blank.gif?v=1",
        'src="/lazy-load.gif"',
        'src="loading.gif"',
        'src="/static/image/common/none.gif"',
        'src="1x1.trans.gif"',
    ],
)
def test_a_picture_that_is_loaded_late_has_its_address(name: str, src: str) -> None:
    assert sources(f'<img {src} {name}="https://p.example/a.jpg">') == ["https://p.example/a.jpg"]


@pytest.mark.parametrize(
    ("src", "late"),
    [
        ("/loading-dock.jpg", "/full.jpg"),
        ("/white-house.png", "/full.jpg"),
        ("/pixel-art-show.jpg", "/full.jpg"),
        ("/image.jpg", "/full.jpg"),
        ("/a.jpg", "true"),
        ("/blank.gif", "true"),
        ("/blank.gif", "javascript:alert(1)"),
        ("/blank.gif", "data:image/gif;base64,R0lG"),
    ],
)
def test_a_picture_with_an_address_of_its_own_keeps_it(src: str, late: str) -> None:
    assert sources(f'<img src="{src}" data-src="{late}">') == [f"../..{src}"]


def test_sizes_and_sources_are_loaded_too() -> None:
    assert load_media('<source data-srcset="/a.webp 1x">') == '<source srcset="/a.webp 1x">'
    film = '<video data-poster="/a.jpg" data-src="/a.mp4">'
    assert load_media(film) == '<video src="/a.mp4" poster="/a.jpg">'
    late = 'data-src="/a.jpg" data-srcset="/a.jpg 1w, /b.jpg 2w"'
    html = f'<img src="data:," srcset="data:, 1w" {late} sizes="9px">'
    assert load_media(html) == '<img src="/a.jpg" srcset="/a.jpg 1w, /b.jpg 2w" sizes="9px">'


@pytest.mark.parametrize("html", ["<p>字</p>", '<p data-x="1">字</p>', '<img src="/a.jpg">', "&lt;noscript>"])
def test_other_html_stays_as_it_is(html: str) -> None:
    assert load_media(html) == html


def test_code_stays_as_it_is() -> None:
    text = '`<img data-src="/a.jpg">`'
    assert "data-src" in to_html(text, "comrak", BodyRules())


@given(soups)
def test_twice_is_once(html: str) -> None:
    assert load_media(load_media(html)) == load_media(html)


@pytest.mark.parametrize(
    "piece",
    [
        "<noscript>",
        "<noscript><img src=a>",
        "<img data-src=a.b",
        "<img ",
        "<noscript ",
        "<!--<noscript>",
        "<svg ",
    ],
)
def test_hostile_html_costs_little(piece: str) -> None:
    started = time.process_time()
    load_media(f"<noscript>{piece * 10_000}")
    assert time.process_time() - started < 1


def test_no_attribute_brings_a_script() -> None:
    page = finish(to_html('<img data-src="javascript:alert(1).png/x">', "html", RULES), PAGE, RULES)
    assert "javascript" not in page
