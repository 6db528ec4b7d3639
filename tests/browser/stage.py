"""The example archive, a server for it and a browser: for tests of pages, and for pictures of them."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sites import Site, make_site

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: The mark of tests that need a browser: all run in one process.
NEEDS_CHROMIUM = [
    pytest.mark.skipif(CHROMIUM is None, reason="browser tests need Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]
#: An address of each kind of page; of posts the folder of a category, whose first is meant.
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
    "search": "search.html?q=渡船",
    "404": "404.html",
}
#: When the example is built, in microseconds since the epoch: later than all of its posts.
_NOW = 1_790_000_000_000_000
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
              "--disable-component-update", "--disable-sync", "--no-first-run")  # fmt: skip


def built_example(
    folder: Path, theme: str = "default", options: str = "", files: Mapping[str, str] = MappingProxyType({})
) -> Site:
    """Build the example archive in a new folder, with a theme of the program's, further options and files."""
    config = (ROOT / "site.yaml").read_text("utf-8") + f"\ntheme: {theme}\n{options}"
    site = make_site(folder, config=config)
    shutil.rmtree(site.root / "content")
    shutil.copytree(ROOT / "content", site.root / "content")
    site.write(files)
    site.build(now=_NOW)
    return site


def url_of(site: Site, kind: str) -> str:
    """Return the address of a page of a kind; of posts the first that there is."""
    path = KINDS[kind]
    if kind != "post":
        return path
    found = min((site.output / path).rglob("*.html"))
    return str(found.relative_to(site.output))


#: How much may move while a page loads: a browser may paint a line of which it has read the beginning alone.
#: Up to 0.1 counts as good (web.dev/articles/cls); a picture without its size moves more than this.
MOVED = 0.02


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that leave a page before they have all of it."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def served(folder: Path, handler: Callable[..., Quiet] = Quiet) -> Iterator[str]:
    """Serve a folder; give its address."""
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def failures(page: Page) -> list[str]:
    """Return a list that fills with the addresses of what a page can't load.

    What it no longer wants, since its reader went on, has not failed.
    """
    found: list[str] = []
    page.on(
        "requestfailed",
        lambda request: found.append(request.url) if request.failure != "net::ERR_ABORTED" else None,
    )
    page.on("response", lambda response: found.append(response.url) if response.status >= 400 else None)
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()
