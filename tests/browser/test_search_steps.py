"""What the search page does from a key to the last result, with a module that answers when it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import NEEDS_CHROMIUM, served
from tests.conftest import SiteMaker
from tests.sites import post

pytestmark = NEEDS_CHROMIUM
FIELD = "main [name=q]"
RESULTS = "[data-search-results] > li"
STATUS = "[data-search-status]"
MORE = "[data-search-more]"
#: In place of search.js. `calls` are the searches; `give` answers one of them with a page, or with an error.
MODULE = """
window.calls = [];
window.give = (number, page) => { calls[number].pages.push(page); calls[number].wake(); };
export const open = () => ({
  about: async () => ({ categories: [{ slug: "wanbao", title: "晚报", posts: 1234 }] }),
  async *search(query, options) {
    const call = { query, options, pages: [], wake() {} };
    calls.push(call);
    for (let done = false; !done; ) {
      while (!call.pages.length) {
        await new Promise((go, fail) => {
          call.wake = go;
          options.signal.addEventListener("abort", () => fail(options.signal.reason));
        });
      }
      const page = call.pages.shift();
      if (page.error) throw new Error(page.error);
      yield page;
      ({ done } = page);
    }
  },
});
"""


@pytest.fixture
def page(browser: Browser, site: SiteMaker) -> Iterator[Page]:
    """Give the search page, whose clock stands still, with that module."""
    one = site({"posts/a.md": post()}, "title: x\nsearch: full\n")
    one.build()
    with served(one.output) as root, browser.new_context() as context:
        page = context.new_page()
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.route("**/search.js", lambda route: route.fulfill(body=MODULE, content_type="text/javascript"))
        page.goto(f"{root}search.html")
        expect(page.locator("[name=category] option")).to_have_text(["全部分类", "晚报 (1,234)"])
        yield page


def searched(page: Page) -> list[str]:
    found: list[str] = page.evaluate("calls.map((call) => call.query)")
    return found


def results(numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Return results as the module gives them."""
    plain = {"titleMarks": [], "date": "2021-03-08", "category": "wanbao", "snippet": "", "marks": []}
    return [{"url": f"p/{number}.html", "title": f"第{number}篇", **plain} for number in numbers]


def give(page: Page, call: int, numbers: Sequence[int] = (), **values: Any) -> None:
    """Let a search have a page, with results of these numbers."""
    answer = {"results": results(numbers), "estimate": 0, "exact": False, "complete": False, "done": False}
    page.evaluate("([call, page]) => give(call, page)", [call, {**answer, **values}])


def type_and_rest(page: Page, text: str) -> None:
    page.fill(FIELD, text)
    page.clock.run_for(250)


def test_a_search_begins_when_the_keys_rest(page: Page) -> None:
    for key in "abc":
        page.press(FIELD, key)
        page.clock.run_for(249)
    assert searched(page) == []
    page.clock.run_for(1)
    assert searched(page) == ["abc"]
    page.press(FIELD, "d")
    page.press(FIELD, "Enter")  # At once.
    assert searched(page) == ["abc", "abcd"]
    page.clock.run_for(1000)
    assert searched(page) == ["abc", "abcd"]


def test_the_next_key_ends_the_search_before(page: Page) -> None:
    type_and_rest(page, "气温")
    page.press(FIELD, "a")
    assert page.evaluate("calls[0].options.signal.aborted")
    page.clock.run_for(250)
    give(page, 0, [1], estimate=1, exact=True, done=True)
    expect(page.locator(STATUS)).to_have_text("正在搜索……")
    expect(page.locator(RESULTS)).to_have_count(0)
    give(page, 1, [2, 3], estimate=2, exact=True, done=True)
    expect(page.locator(RESULTS)).to_have_count(2)
    assert not page.evaluate("calls[1].options.signal.aborted")


def test_an_input_method_is_left_in_peace(page: Page) -> None:
    page.focus(FIELD)
    session = page.context.new_cdp_session(page)
    for text in ("q", "qi", "qi w"):
        place = {"selectionStart": len(text), "selectionEnd": len(text)}
        session.send("Input.imeSetComposition", {"text": text, **place})
        page.clock.run_for(500)
    assert searched(page) == []
    session.send("Input.insertText", {"text": "气温"})
    page.clock.run_for(250)
    assert searched(page) == ["气温"]


def test_first_results_are_shown_while_older_posts_are_searched(page: Page) -> None:
    type_and_rest(page, "气温")
    expect(page.locator(STATUS)).to_have_text("正在搜索……")
    give(page, 0, range(3), estimate=5)
    expect(page.locator(RESULTS)).to_have_count(3)
    expect(page.locator(STATUS)).to_have_text("约5篇")
    expect(page.locator(MORE)).to_be_hidden()
    give(page, 0, range(3, 10), estimate=1230, complete=True)
    expect(page.locator(RESULTS)).to_have_count(10)
    expect(page.locator(STATUS)).to_have_text("约1,230篇")
    page.click(MORE)
    give(page, 0, range(10, 12), estimate=12, complete=True, exact=True, done=True)
    expect(page.locator(RESULTS)).to_have_count(12)
    expect(page.locator(STATUS)).to_have_text("找到12篇")
    expect(page.locator(MORE)).to_be_hidden()


def test_the_choices_are_passed_on(page: Page) -> None:
    page.select_option("[name=category]", "wanbao")
    page.select_option("[name=order]", "relevance")
    page.fill("[name=from]", "2021-03-01")
    type_and_rest(page, "气温")
    call = page.evaluate("({ ...calls.at(-1), options: { ...calls.at(-1).options, signal: '' } })")
    options = {"categories": ["wanbao"], "from": "2021-03-01", "order": "relevance", "signal": ""}
    assert (call["query"], call["options"]) == ("气温", options)
    assert page.url.endswith("?q=%E6%B0%94%E6%B8%A9&category=wanbao&order=relevance&from=2021-03-01")


def test_no_results_of_one_query_stand_below_the_failure_of_another(page: Page) -> None:
    type_and_rest(page, "气温")
    give(page, 0, range(10), estimate=30)
    page.click(MORE)
    give(page, 0, error="lost")
    expect(page.locator(STATUS)).to_have_text("搜索没有成功，请稍后再试。")
    expect(page.locator(RESULTS)).to_have_count(10)
    expect(page.locator(MORE)).to_be_hidden()
    type_and_rest(page, "湿度")
    give(page, 1, error="lost")
    expect(page.locator(RESULTS)).to_have_count(0)
    expect(page.locator(STATUS)).to_have_text("搜索没有成功，请稍后再试。")


def test_an_empty_field_has_no_results(page: Page) -> None:
    type_and_rest(page, "气温")
    give(page, 0, [1], estimate=1, exact=True, done=True)
    expect(page.locator(RESULTS)).to_have_count(1)
    type_and_rest(page, " ")
    expect(page.locator(RESULTS)).to_have_count(0)
    expect(page.locator(STATUS)).to_have_text("")
    assert page.url.endswith("search.html")
