"""What readers see, in a real browser, with and without JavaScript, on a phone and on a desk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import KINDS, MOVED, NEEDS_CHROMIUM, Quiet, built_example, failures, served, url_of
from tests.sites import Site

pytestmark = NEEDS_CHROMIUM


_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("kind", [*KINDS, "picture"])
def test_pages_fit_nothing_fails_and_nothing_moves_while_they_load(
    example: Site, address: str, browser: Browser, kind: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.add_init_script(_SHIFTS)
    failed = failures(page)
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: failed.append(request.url) if urlsplit(request.url).hostname != "127.0.0.1" else None,
    )
    page.goto(address + (_pictured(example) if kind == "picture" else url_of(example, kind)))
    page.wait_for_load_state("networkidle")
    # 404.html is made for the path of the archive's own URL.
    assert kind == "404" or failed == []
    assert sum(page.evaluate("window.shifts")) < MOVED
    for least in (width, min(width, 320)):
        page.set_viewport_size({"width": least, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= least
    page.close()


class _Slow(Quiet):
    """Sends the search page in pieces, a field in each."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        for number, piece in enumerate(source.read().split(b"<label>")):
            outputfile.write(b"<label>" * (number > 0) + piece)
            time.sleep(0.1 * self.path.endswith("search.html"))


def test_nothing_moves_while_the_fields_of_the_search_page_come_in(example: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(_SHIFTS)
    with served(example.output, _Slow) as root:
        page.goto(root + "search.html")
        assert sum(page.evaluate("window.shifts")) < MOVED / 10
    page.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_worked_example_of_a_theme(
    tmp_path: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    site = built_example(tmp_path / "site", "broadsheet")
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    with served(site.output) as root:
        for kind in KINDS:
            page.goto(root + url_of(site, kind))
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert paper == {"light": "rgb(255, 241, 229)", "dark": "rgb(29, 24, 21)"}[scheme]
    page.close()


def _pictured(example: Site) -> str:
    return min(path for path in example.tree() if path.endswith(".html") and "lantern" in example.page(path))


@pytest.mark.parametrize("width", [360, 1280])
def test_lines_of_a_post_hold_as_many_letters_as_the_eye_likes(
    example: Site, address: str, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address + url_of(example, "post"))
    size, measure = page.locator(".article > p").first.evaluate(
        "p => [parseFloat(getComputedStyle(p).fontSize), p.clientWidth]"
    )
    assert size >= 18
    assert measure / size <= 40
    assert width < 1000 or measure / size >= 34
    page.close()


def test_columns_of_a_table_stand_as_its_author_set_them(
    example: Site, address: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(address + url_of(example, "post"))
    cells = "<tr><th>a<th align=right>b<tr><td>a<td align=right>b<tr><td align=center>a"
    aligned = page.locator(".article").evaluate(
        """(article, cells) => {
            article.innerHTML = `<table>${cells}</table>`;
            return [...article.querySelectorAll("th, td")].map(cell => getComputedStyle(cell).textAlign);
        }""",
        cells,
    )
    assert [one.removeprefix("-webkit-") for one in aligned] == ["start", "right", "start", "right", "center"]
    page.close()
