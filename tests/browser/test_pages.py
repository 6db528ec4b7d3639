"""What readers see, in a real browser, with and without JavaScript, on a phone and on a desk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sites import Site, make_site

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="browser tests need Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]
KINDS = {
    "home": "",
    "post": "yunduwanbao",
    "category": "category/yunduwanbao.html",
    "numbered": "category/yunduwanbao/1.html",
    "tag": "tag/yunduwanbaoxinwen.html",
    "categories": "categories.html",
    "tags": "tags.html",
    "archive": "archive.html",
    "year": "archive/2025.html",
    "month": "archive/2025/02.html",
    "day": "archive/2025/02/12.html",
    "page": "about.html",
    "404": "404.html",
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the example archive."""
    one = make_site(
        tmp_path_factory.mktemp("example") / "site", config=(ROOT / "site.yaml").read_text("utf-8")
    )
    shutil.rmtree(one.root / "content")
    shutil.copytree(ROOT / "content", one.root / "content")
    one.build(now=1_790_000_000_000_000)
    return one


@pytest.fixture(scope="module")
def address(example: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the output below a sub-path that the archive knows nothing of."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "some" / "where").mkdir(parents=True)
    (folder / "some" / "where" / "else").symlink_to(example.output)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/else/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield one
        one.close()


def url_of(example: Site, kind: str) -> str:
    """Return the address of a page of a kind; of posts the first that there is."""
    path = KINDS[kind]
    if kind != "post":
        return path
    found = min((example.output / path).rglob("*.html"))
    return str(found.relative_to(example.output))


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
