"""Readers with large text, a keyboard, a thumb, forced colours or paper; and names that are odd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import KINDS, NEEDS_CHROMIUM, built_example, served, url_of
from tests.sites import Site, make_site, post

pytestmark = NEEDS_CHROMIUM

_LARGE = "html { font-size: 200% }"
_SHORT = """
    () => [...document.querySelectorAll("a[href], input")]
        .filter(one => !one.closest("svg, .article, .skip, .letter") && one.checkVisibility())
        .filter(one => Math.min(one.getBoundingClientRect().height, one.getBoundingClientRect().width) < 23.9)
        .map(one => one.textContent)
"""
#: Counts that are wider than their cell.
_BEYOND = """
    counts => counts.filter(one => {
        const range = new Range();
        range.selectNodeContents(one);
        return range.getBoundingClientRect().width > one.clientWidth + 0.5;
    }).map(one => one.textContent)
"""
#: Links whose first word stands in several lines.
_CUT = """
    links => links.filter(({firstChild}) => {
        const range = new Range();
        range.setStart(firstChild, 0);
        range.setEnd(firstChild, firstChild.data.trimEnd().length);
        return new Set([...range.getClientRects()].map(one => one.top)).size > 1;
    }).map(one => one.textContent)
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page on a phone."""
    one = browser.new_page(viewport={"width": 390, "height": 800})
    yield one
    one.close()


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_twice_the_size_needs_no_scrolling_sideways(
    example: Site, address: str, page: Page, kind: str
) -> None:
    page.goto(address + url_of(example, kind))
    page.add_style_tag(content=_LARGE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("kind", KINDS)
def test_a_thumb_meets_each_link(example: Site, address: str, page: Page, kind: str) -> None:
    page.goto(address + url_of(example, kind))
    assert page.evaluate(_SHORT) == []


def test_cells_of_a_calendar_hold_their_words(tmp_path: Path, page: Page) -> None:
    posts = {
        f"posts/{month}-{number}.md": post("a", f"2021-{month:02}-03")
        for month in (9, 11, 12)
        for number in range(10)
    }
    site = make_site(tmp_path / "site", posts, "title: a\nlanguage: en\n")
    site.build()
    with served(site.output) as root:
        page.goto(f"{root}archive/2021/12.html")
        assert page.locator(".calendar small").evaluate_all(_BEYOND) == []
        page.goto(f"{root}archive.html")
        assert page.locator(".year li a").evaluate_all(_CUT) == []


def test_a_keyboard_going_back_stays_below_what_sticks(tmp_path: Path, browser: Browser) -> None:
    posts = {f"posts/{n}.md": post("a", categories=f"c{n:03}", tags=f"[c{n:03}]") for n in range(300)}
    site = make_site(tmp_path / "site", posts, "title: a\n")
    site.build()
    with served(site.output) as root:
        page = browser.new_page(viewport={"width": 800, "height": 600})
        page.goto(f"{root}categories.html")
        page.locator(".letter a").last.focus()
        bottom = "document.querySelector('.finder').getBoundingClientRect().bottom"
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            assert page.evaluate(f"document.activeElement.getBoundingClientRect().top >= {bottom}")
        page.close()


def test_forced_colours_leave_the_legend_of_a_year(address: str, browser: Browser) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(f"{address}archive/2025.html")
    shades = page.locator(".legend span").evaluate_all(
        "spans => spans.map(span => getComputedStyle(span).backgroundColor)"
    )
    assert len(set(shades)) == 5
    page.close()


def test_paper_is_white_whatever_theme_and_scheme(tmp_path: Path, browser: Browser) -> None:
    site = built_example(tmp_path / "site", "broadsheet")
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    with served(site.output) as root:
        page.goto(root + url_of(site, "post"))
        style = "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
        assert page.evaluate(style) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.close()


def test_a_task_has_a_box_for_a_bullet(example: Site, address: str, page: Page) -> None:
    page.goto(address + url_of(example, "post"))
    kinds = page.locator(".article").evaluate(
        """article => {
            const box = '<input type="checkbox" disabled>';
            article.innerHTML = `<ul><li>${box} a<li><p>${box} b</p><li>c</ul>`;
            return [...article.querySelectorAll("li")].map(one => getComputedStyle(one).listStyleType);
        }"""
    )
    assert kinds == ["none", "none", "disc"]


def test_a_long_name_without_punctuation_breaks_in_even_lines(tmp_path: Path, page: Page) -> None:
    title = "云渡市霁江旧闻数字档案馆"
    make_site(tmp_path / "site", {"posts/a.md": post()}, f"title: {title}\n").build()
    with served(tmp_path / "site" / "output") as root:
        page.goto(root)
        lines = page.locator("h1").evaluate(
            """h1 => {
                const range = new Range();
                range.selectNodeContents(h1);
                return [...range.getClientRects()].filter(one => one.width > 1).map(one => one.width);
            }"""
        )
    assert len(lines) > 1
    assert min(lines) > max(lines) / 2
