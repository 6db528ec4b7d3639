"""Readers search in a real browser, on a phone and on a desk, with keys and with filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import NEEDS_CHROMIUM, Quiet, served
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = NEEDS_CHROMIUM
#: A policy that is enough for searches.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'"
WATCH = "addEventListener('securitypolicyviolation', e => console.error('violation: ' + e.violatedDirective))"
RESULTS = "[data-search-results] > li"
STATUS = "[data-search-status]"


class _Strict(Quiet):
    """Sends the policy with each page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(params=[(390, 800), (1200, 800)], ids=["phone", "desk"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    with browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN") as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        yield page
        assert errors == []


def many(count: int = 26) -> dict[str, str]:
    """Return posts of which each has 气温, and one an attack in its title."""
    found = {
        f"posts/{number}.md": post(
            f"第{number}篇", f"2021-{1 + number // 9:02}-{1 + number % 9:02}",
            f"今天的气温是{number}度。", categories="晚报" if number % 2 else "早报", slug=f"p{number}",
        )
        for number in range(count)
    }  # fmt: skip
    body = "正文里有<b>气</b>温，也有 &lt;img src=x&gt;。"
    return {**found, "posts/x.md": post("<img src=x onerror=alert(1)>气温", "2021-12-01", body, slug="x")}


@pytest.fixture
def strict(site: SiteMaker, tmp_path: Path) -> Iterator[str]:
    one: Site = site(many(), "title: 旧闻馆\nsearch: full\n")
    one.build()
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "where").symlink_to(one.output)
    with served(tmp_path, _Strict) as root:
        yield f"{root}some/where/"


def test_a_search_from_the_home_page(page: Page, strict: str) -> None:
    page.goto(strict)
    page.fill("header [name=q]", "气温")
    page.press("header [name=q]", "Enter")
    expect(page.locator(STATUS)).to_have_text("找到27篇")
    expect(page.locator(RESULTS)).to_have_count(10)
    first = page.locator(RESULTS).first
    expect(first.locator("h2")).to_have_text("<img src=x onerror=alert(1)>气温")
    expect(first.locator("mark")).to_have_text(["气温", "气温"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_more_results_come_on_request_and_focus_goes_on(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=气温")
    more = page.locator("[data-search-more]")
    for count in (10, 20):
        expect(page.locator(RESULTS)).to_have_count(count)
        more.click()
    expect(page.locator(RESULTS)).to_have_count(27)
    expect(more).to_be_hidden()
    expect(page.locator(RESULTS).nth(20).locator("a")).to_be_focused()


def test_filters_and_the_address(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=气温")
    expect(page.locator(RESULTS)).to_have_count(10)
    page.select_option("[name=category]", label="晚报 (13)")
    expect(page.locator(STATUS)).to_have_text("找到13篇")
    page.fill("[name=to]", "2021-01-31")
    expect(page.locator(STATUS)).to_have_text("找到4篇")
    page.click("form.search-form button")
    assert "category=wanbao" in page.url
    assert "to=2021-01-31" in page.url
    page.click(f"{RESULTS} a >> nth=0")
    expect(page.locator("h1")).to_have_text(re.compile("第.*篇"))
    page.go_back()
    expect(page.locator(STATUS)).to_have_text("找到4篇")
    expect(page.locator("[name=category]")).to_have_value("wanbao")


def test_keys(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=第1篇")
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("main [name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{RESULTS} a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("main [name=q]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("第1篇")


def test_results_follow_the_typing(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html")
    page.locator("main [name=q]").press_sequentially("气温是7度", delay=40)
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    expect(page.locator(f"{RESULTS} h2")).to_have_text("第7篇")
    for query, said in (("没有这样的话", "没有找到"), ("雪", "两个字")):
        page.fill("main [name=q]", query)
        expect(page.locator(STATUS)).to_have_text(re.compile(said))
    assert page.locator(f"{RESULTS} img").count() == 0


def test_without_scripts_a_sentence_and_ways(browser: Browser, strict: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{strict}search.html?q=气温")
        expect(page.locator("main")).to_contain_text("搜索需要JavaScript")
        page.click("main a[href$='archive.html']")
        expect(page.locator("h1")).to_have_text("按日期浏览")


def test_a_lost_file_is_a_sentence(browser: Browser, site: SiteMaker) -> None:
    one = site(many(2), "title: 旧闻馆\nsearch: full\n")
    one.build()
    for path in (one.output / "search").rglob("*.bin"):
        path.unlink()
    with served(one.output) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{root}search.html?q=气温")
        expect(page.locator(STATUS)).to_have_text("搜索没有成功，请稍后再试。")
