"""Readers search in a real browser, on a phone and on a desk, with keys and with filters, in both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import NEEDS_CHROMIUM, Quiet, served
from tests.conftest import SiteMaker
from tests.sites import Site, post

pytestmark = NEEDS_CHROMIUM
#: A policy that is enough for searches.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'"
WATCH = "addEventListener('securitypolicyviolation', e => console.error('violation: ' + e.violatedDirective))"
FIELD = "main [name=q]"
RESULTS = "[data-search-results] > li"
STATUS = "[data-search-status]"
CONFIG = "title: 旧闻馆\nsearch: full\n"


class _Strict(Quiet):
    """Sends the policy with each page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


class Look(NamedTuple):
    """A theme, and the width of the window that its tests have, in pixels."""

    theme: str
    width: int


@pytest.fixture(params=[Look("default", 390), Look("broadsheet", 1200)], ids=["phone", "desk"])
def look(request: pytest.FixtureRequest) -> Look:
    """Return each theme with one width: what both widths have to show, tests/browser/test_pages.py sees."""
    found: Look = request.param
    return found


@pytest.fixture
def page(browser: Browser, look: Look) -> Iterator[Page]:
    with browser.new_context(viewport={"width": look.width, "height": 800}, locale="zh-CN") as context:
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
def strict(site: SiteMaker, tmp_path: Path, look: Look) -> Iterator[str]:
    """Serve an archive below a path that it knows nothing of, with the policy."""
    one: Site = site(many(), f"{CONFIG}theme: {look.theme}\n")
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
    expect(page.locator(STATUS)).to_have_attribute("role", "status")
    expect(page).to_have_title("气温｜搜索｜旧闻馆")
    expect(page.locator(RESULTS)).to_have_count(10)
    first = page.locator(RESULTS).first
    expect(first.locator("h2")).to_have_text("<img src=x onerror=alert(1)>气温")
    expect(first.locator("mark")).to_have_text(["气温", "气温"])
    second = page.locator(RESULTS).nth(1)
    expect(second.locator(".about")).to_have_text("晚报 2021年3月8日")
    expect(second.locator("time")).to_have_attribute("datetime", "2021-03-08")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_button_in_the_header_leads_to_the_search_page(page: Page, strict: str) -> None:
    page.goto(f"{strict}wanbao/2021/01/02/p1.html")
    page.click("header button")
    assert page.url == f"{strict}search.html?q="
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(STATUS)).to_have_text("")


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
    page.fill("[name=from]", "2021-01-03")
    expect(page.locator(STATUS)).to_have_text("找到3篇")
    assert page.url.endswith("&category=wanbao&from=2021-01-03&to=2021-01-31")
    page.click(f"{RESULTS} a >> nth=0")
    expect(page.locator("h1")).to_have_text(re.compile("第.*篇"))
    page.go_back()
    expect(page.locator(STATUS)).to_have_text("找到3篇")
    expect(page.locator("[name=category]")).to_have_value("wanbao")
    for status in ("找到4篇", "找到13篇", "找到27篇"):
        page.go_back()
        expect(page.locator(STATUS)).to_have_text(status)
    assert "category" not in page.url


def test_a_category_that_is_gone_has_no_results(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=气温&category=zhoubao")
    expect(page.locator(STATUS)).to_have_text(re.compile("没有找到"))
    expect(page.locator("[name=category]")).to_have_value("zhoubao")


def test_keys(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=第1篇")
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{RESULTS} a")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("第1篇")


def test_results_follow_the_typing(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html")
    page.locator(FIELD).press_sequentially("气温是7度", delay=40)
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    expect(page.locator(f"{RESULTS} h2")).to_have_text("第7篇")
    answers = {"没有这样的话": "没有找到", "雪": "两个字", ".*": "两个字", "长" * 9999: "太长"}
    for query, said in answers.items():
        page.fill(FIELD, query)
        expect(page.locator(STATUS)).to_have_text(re.compile(said))
        expect(page.locator(RESULTS)).to_have_count(0)
    page.fill(FIELD, "<img src=x onerror=alert(1)>")
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    assert page.locator(f"{RESULTS} img").count() == 0


def test_the_back_button_returns_to_queries_and_to_all_results(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html")
    page.locator(FIELD).press_sequentially("气温", delay=300)  # Each character is a search of its own.
    expect(page.locator(STATUS)).to_have_text("找到27篇")
    page.keyboard.press("Enter")
    page.click("[data-search-more]")
    expect(page.locator(RESULTS)).to_have_count(20)
    page.fill(FIELD, "第7篇")
    expect(page.locator(STATUS)).to_have_text("找到1篇")
    page.go_back()
    expect(page.locator(FIELD)).to_have_value("气温")
    expect(page.locator(RESULTS)).to_have_count(20)
    page.click(f"{RESULTS} a >> nth=15")
    expect(page.locator("h1")).to_have_text(re.compile("第.*篇"))
    page.go_back()
    expect(page.locator(RESULTS)).to_have_count(20)
    page.go_forward()
    page.go_back()
    page.focus("a.skip")
    page.keyboard.press("Enter")
    expect(page.locator(RESULTS)).to_have_count(20)


def test_a_result_leads_to_its_hit_on_the_page(browser: Browser, site: SiteMaker) -> None:
    lines = "\n\n".join(["渡口很静。"] * 200)
    body = f"{lines}\n\n今日深圳天气晴转多云，Newspapers 上涨12.5%，a-b，c&d。\n\n{lines}"
    one = site({"posts/a.md": post("甲", body=body, slug="a")}, CONFIG)
    one.build()
    with served(one.output) as root, browser.new_context() as context:
        page = context.new_page()
        # Browsers mark whole words alone: a hit may begin or end within one.
        for query in ("深圳天", "圳天气", "转多", "newsp 深圳", "a-b", "c&d"):
            page.goto(f"{root}search.html?q={query.replace('&', '%26')}")
            page.click(f"{RESULTS} a")
            expect(page.locator("h1")).to_have_text("甲")
            page.wait_for_function("scrollY > 1000")
            assert page.evaluate("location.hash") == "", query


def test_without_scripts_a_sentence_and_ways(browser: Browser, strict: str) -> None:
    for way, headline in (("categories", "全部分类"), ("archive", "按日期浏览")):
        with browser.new_context(java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(strict)
            page.fill("header [name=q]", "气温")
            page.press("header [name=q]", "Enter")
            expect(page.locator("main")).to_contain_text("搜索需要JavaScript")
            page.click(f"main a[href$='{way}.html']")
            expect(page.locator("h1")).to_have_text(headline)


def test_a_page_opened_as_a_file_says_that_it_cannot_search(page: Page, site: SiteMaker) -> None:
    one = site(many(2), CONFIG)
    one.build()
    page.goto(f"{(one.output / 'search.html').as_uri()}?q=气温")
    expect(page.locator(STATUS)).to_have_text("直接打开的文件不能搜索，请从网站上打开这一页。")
    page.fill(FIELD, "气温")
    page.press(FIELD, "Enter")
    expect(page.locator(STATUS)).to_contain_text("不能搜索")


@pytest.mark.parametrize("size", [0, 40], ids=["lost", "cut off"])
def test_a_broken_file_is_a_sentence_and_no_wrong_result(
    browser: Browser, site: SiteMaker, size: int
) -> None:
    one = site(many(2), CONFIG)
    one.build()
    blocks = {path: path.read_bytes() for path in (one.output / "search").rglob("*.bin")}
    for path in blocks:
        path.write_bytes(blocks[path][:size]) if size else path.unlink()
    with served(one.output) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{root}search.html?q=气温")
        expect(page.locator(STATUS)).to_have_text("搜索没有成功，请稍后再试。")
        expect(page.locator(RESULTS)).to_have_count(0)
        for path, data in blocks.items():
            path.write_bytes(data)
        page.press(FIELD, "Enter")
        expect(page.locator(STATUS)).to_have_text("找到3篇")


def test_a_page_that_is_open_while_the_site_is_published_anew(browser: Browser, site: SiteMaker) -> None:
    one = site(many(2), CONFIG)
    one.build()
    with served(one.output) as root, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{root}search.html")
        expect(page.locator("[name=category] option")).to_have_count(3)
        one.write({"content/posts/new.md": post("新来的", "2022-01-01", "气温又升了。", slug="new")}).build()
        page.fill(FIELD, "气温")
        expect(page.locator(STATUS)).to_have_text("找到4篇")
        expect(page.locator(f"{RESULTS} h2").first).to_have_text("新来的")


def test_paper_has_the_query_and_the_results(page: Page, strict: str) -> None:
    page.goto(f"{strict}search.html?q=气温")
    expect(page.locator(RESULTS)).to_have_count(10)
    page.emulate_media(media="print")
    for shown in (FIELD, STATUS, f"{RESULTS} >> nth=9"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in ("main select >> nth=0", "main button >> nth=0", "[data-search-more]"):
        expect(page.locator(hidden)).to_be_hidden()
    page.goto(strict)
    expect(page.locator("header [name=q]")).to_be_hidden()
