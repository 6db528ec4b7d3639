"""The ways of readers through an archive: on a phone and on a desk, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import NEEDS_CHROMIUM, failures
from tests.sites import Site

pytestmark = NEEDS_CHROMIUM

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@pytest.fixture(params=[(360, "dark"), (1280, "light")], ids=str)
def reader(request: pytest.FixtureRequest, scripts: bool, browser: Browser) -> Iterator[Page]:
    """Give a page that may meet no error, no failed request, no other host, and need not scroll sideways."""
    width, scheme = request.param
    yield from walking(browser, width, scheme, scripts)


def walking(browser: Browser, width: int, scheme: Literal["light", "dark"], scripts: bool) -> Iterator[Page]:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 740}, "color_scheme": scheme}
    context = browser.new_context(java_script_enabled=scripts, **options)
    page = context.new_page()
    page.set_default_timeout(5000)
    wrong = failures(page)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if _is_foreign(request.url) else None)
    page.on("load", lambda loaded: wrong.extend(_too_wide(loaded, width)))
    yield page
    assert wrong == []
    context.close()


def _is_foreign(url: str) -> bool:
    return urlsplit(url).hostname != "127.0.0.1"


def _too_wide(page: Page, width: int) -> list[str]:
    # Playwright's own look at a page needs no scripts of the page.
    found = page.locator("html").evaluate("root => root.scrollWidth")
    return [f"{page.url} is {found} px wide"] if found > width else []


def follow(page: Page, text: str, within: str = "body") -> None:
    page.locator(within).get_by_role("link", name=text, exact=True).first.click()
    page.wait_for_load_state()


def headline(page: Page) -> str:
    return page.locator("h1").inner_text()


@SCRIPTS
def test_home_category_older_post_and_back(reader: Page, address: str) -> None:
    reader.goto(address)
    follow(reader, "云渡晚报新闻", "main")
    assert headline(reader) == "云渡晚报新闻"
    follow(reader, "较早", ".pager")
    assert reader.url == f"{address}category/yunduwanbao/1.html"
    title = reader.locator(".posts .title a").first
    chosen = title.inner_text()
    title.click()
    assert headline(reader).replace("\n", "") == chosen
    follow(reader, "返回云渡晚报新闻", "main")
    assert reader.url == f"{address}category/yunduwanbao.html"
    follow(reader, "1", ".pager")
    assert reader.locator(".pager [aria-current]").inner_text() == "1"
    follow(reader, "云渡晚报新闻", ".crumbs")
    reader.locator(".posts .title a").last.click()
    follow(reader, "返回首页")
    assert reader.url == address


@SCRIPTS
def test_calendar_year_month_day_post_and_its_day(reader: Page, address: str) -> None:
    reader.goto(address)
    follow(reader, "日历")
    follow(reader, "2025年")
    follow(reader, "2月")
    assert headline(reader) == "2025年2月"
    follow(reader, "12 3篇", "table")
    assert headline(reader).startswith("2025年2月12日")
    assert reader.locator(".posts > li").count() == 3
    reader.locator(".posts .title a").first.click()
    assert headline(reader) == "给渡船点灯的人"
    reader.locator(".meta a:has(time)").click()
    assert reader.url == f"{address}archive/2025/02/12.html"
    follow(reader, "2025年2月8日")
    assert headline(reader).startswith("2025年2月8日")


@SCRIPTS
def test_posts_lead_on_within_their_category(reader: Page, address: str) -> None:
    reader.goto(f"{address}category/jijiangduyuntongxun.html")
    reader.locator(".posts .title a").first.click()
    newest = headline(reader)
    reader.locator("a[rel=prev]").click()
    reader.locator("a[rel=prev]").click()
    assert reader.locator("a[rel=prev]").count() == 0
    reader.locator("a[rel=next]").click()
    reader.locator("a[rel=next]").click()
    assert headline(reader) == newest


def test_a_lost_reader_finds_a_way(example: Site) -> None:
    main = example.page("404.html").partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', main)
    assert links == [("/", "首页"), ("/categories.html", "全部分类"), ("/archive.html", "按日期浏览")]


def test_the_filter_by_keyboard_alone(browser: Browser, address: str) -> None:
    for page in walking(browser, 360, "light", True):
        page.goto(f"{address}categories.html")
        shown = page.locator(".letter li:visible")
        everything = shown.count()
        for _ in range(30):
            if page.evaluate("document.activeElement.id") == "filter":
                break
            page.keyboard.press("Tab")
        page.keyboard.type("晚报")
        assert shown.all_inner_texts() == ["云渡晚报新闻 14"]
        assert page.locator(".letter:visible h2").all_inner_texts() == ["Y"]
        page.locator("output", has_text="找到1个").wait_for()
        page.keyboard.press("Escape")
        assert shown.count() == everything
        page.keyboard.type("jdzzk")
        assert shown.all_inner_texts() == ["橘灯洲周刊新闻 7"]
        page.keyboard.press("Escape")
        page.keyboard.type("晚报 ydwb")
        assert shown.all_inner_texts() == ["云渡晚报新闻 14"]
        page.keyboard.press("Escape")
        page.keyboard.type("nothing at all")
        assert shown.count() == 0
        page.locator("output", has_text="没有找到").wait_for()
        page.keyboard.press("Escape")
        page.keyboard.type("YUNDU guang")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}category/yunduguangbo.html")
        page.go_back()
        page.keyboard.press("Tab")


def test_the_filter_is_not_there_without_scripts(browser: Browser, address: str) -> None:
    for page in walking(browser, 360, "light", False):
        page.goto(f"{address}categories.html")
        assert not page.locator("#filter").is_visible()
        assert page.locator(".letter li:visible").count() == 7
        follow(page, "Y", ".letters")
        follow(page, "云渡晚报新闻", ".letter")
        assert page.url.endswith("/category/yunduwanbao.html")


def test_the_first_stop_of_a_keyboard_leads_to_the_text(browser: Browser, address: str) -> None:
    for page in walking(browser, 1280, "light", True):
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
