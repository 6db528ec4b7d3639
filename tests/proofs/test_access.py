"""Every kind of page by WCAG 2.2, levels A and AA, in a real browser: light and dark, phone and desk.

By the way: nothing fails, nothing moves while a page loads, and no page is wider than its window.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import CHROMIUM, KINDS, launched, served, url_of
from tests.proofs.access import mistakes, opened
from tests.proofs.sites import Proved
from tests.proofs.tools import NEEDS_AXE, access_mistakes

pytestmark = [
    NEEDS_AXE,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("access"),
]
#: Pages of the archive in Arabic, by the ends of their addresses.
_RIGHT_TO_LEFT = (
    "/p3.html", "/en.html", "/he.html", "archive/2021.html", "archive/2021/12.html", "12/28.html",
    "categories.html", "about.html",
)  # fmt: skip
#: Pages of the awkward archive: everything that a body may hold, bodies that were mended, a draft.
_AWKWARD = ("long", "lists", "sections", "draft", "tables")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page that may meet no error."""
    one, wrong = opened(browser)
    yield one
    one.close()
    assert wrong == []


@pytest.mark.parametrize("theme", ["default", "broadsheet"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "404"])
def test_kinds_of_pages(archives: dict[str, Proved], page: Page, theme: str, kind: str) -> None:
    site = archives[theme].site
    with served(site.output) as root:
        assert mistakes(page, root + url_of(site, kind)) == []


@pytest.mark.parametrize("kind", ["home", "post", "categories", "year"])
def test_all_options_of_the_theme(archives: dict[str, Proved], page: Page, kind: str) -> None:
    site = archives["options"].site
    with served(site.output) as root:
        assert mistakes(page, root + url_of(site, kind)) == []


@pytest.mark.parametrize("name", _AWKWARD)
def test_awkward_pages(archives: dict[str, Proved], page: Page, name: str) -> None:
    output = archives["awkward"].output
    (path,) = (path for path in output.pages if path.endswith(f"/{name}.html"))
    with served(output.folder) as root:
        assert mistakes(page, root + path) == []


@pytest.mark.parametrize("name", _RIGHT_TO_LEFT)
def test_pages_from_right_to_left(archives: dict[str, Proved], page: Page, name: str) -> None:
    output = archives["rtl"].output
    (path,) = (path for path in output.pages if path.endswith(name))
    with served(output.folder) as root:
        assert mistakes(page, root + path) == []


@pytest.mark.parametrize("theme", ["default", "broadsheet"])
def test_a_page_that_is_not_there(archives: dict[str, Proved], page: Page, theme: str) -> None:
    # It is made for the path of the archive's own URL: the root, here.
    with served(archives[theme].output.folder) as root:
        assert mistakes(page, f"{root}404.html") == []


def test_a_page_that_has_moved(archives: dict[str, Proved], page: Page) -> None:
    output = archives["default"].output
    # As it is where the browser does not go on by itself.
    page.set_content(output.read("ferry/winter-timetable.html").decode().replace("refresh", "default-style"))
    assert access_mistakes(page) == []
