"""What readers see, in a real browser, with and without JavaScript, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import CHROMIUM, KINDS, built_example, launched, served, url_of
from tests.sites import Site

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="browser tests need Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the example archive."""
    return built_example(tmp_path_factory.mktemp("example") / "site")


@pytest.fixture(scope="module")
def address(example: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the output below a sub-path that the archive knows nothing of."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "some" / "where").mkdir(parents=True)
    (folder / "some" / "where" / "else").symlink_to(example.output)
    with served(folder) as root:
        yield f"{root}some/where/else/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as one:
        yield one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_and_nothing_fails(
    example: Site, address: str, browser: Browser, kind: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )
    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: failed.append(request.url) if urlsplit(request.url).hostname != "127.0.0.1" else None,
    )
    page.goto(address + url_of(example, kind))
    # 404.html is made for the path of the archive's own URL.
    assert kind == "404" or failed == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def follow(page: Page, text: str) -> None:
    page.get_by_role("link", name=text, exact=True).first.click()
    page.wait_for_load_state()


def test_a_reader_walks_without_javascript(example: Site, address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("main a[href*='/20']").first.click()
    title = page.locator("h1").inner_text()
    follow(page, "返回首页")
    assert page.url == address
    page.goto(address + url_of(example, "category"))
    page.get_by_role("link", name="较早").first.click()
    assert page.url.endswith("/category/yunduwanbao/1.html")
    page.locator("main a[href*='/20']").first.click()
    assert page.locator("h1").inner_text() != title
    page.get_by_role("link", name="返回", exact=False).first.click()
    assert page.url.endswith("/category/yunduwanbao.html")
    context.close()


def test_pictures_are_shown(example: Site, address: str, browser: Browser) -> None:
    page = browser.new_page()
    found = [path for path in example.tree() if path.endswith(".html") and "lantern" in example.page(path)]
    assert found
    page.goto(address + found[0])
    image = page.locator(".article img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.article img').complete")
    assert image.evaluate("image => image.naturalWidth") > 0
    page.close()
