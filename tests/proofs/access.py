"""Looks at a page in a browser from all sides: light and dark, on a phone and on a desk."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Browser, Page, Route

from tests.browser.stage import MOVED
from tests.proofs.tools import access_mistakes

_VIEWS: list[tuple[int, Literal["light", "dark"]]] = [
    (360, "light"),
    (360, "dark"),
    (1280, "light"),
]
_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
"""


def opened(browser: Browser) -> tuple[Page, list[str]]:
    """Return a page for which other hosts have nothing, and a list that fills with what fails."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    wrong: list[str] = []
    page.route(lambda url: "//127.0.0.1:" not in url, _nothing)
    page.add_init_script(_SHIFTS)
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return page, wrong


def _nothing(route: Route) -> None:
    route.fulfill(status=200, body="")


def mistakes(page: Page, url: str) -> list[str]:
    """Return what is wrong with a page, in three views. Dark and light differ in colours alone."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(url)
    moved = sum(page.evaluate("window.shifts"))
    found = [f"moves by {moved}"] if moved >= MOVED else []
    for width, scheme in _VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"is wider than {width}")
        found += [f"{width} {scheme} {told}" for told in access_mistakes(page, colours=scheme == "dark")]
    return found
