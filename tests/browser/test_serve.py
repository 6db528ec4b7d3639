"""Pages in a real browser follow what is saved, under the strict policy of the site, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import NEEDS_CHROMIUM
from tests.preview.commands import PATIENCE, Served, served
from tests.sites import Site, make_site, post

pytestmark = NEEDS_CHROMIUM
FILE, ADDRESS = "content/posts/2021-12-28-a.md", "2021/12/28/a.html"
CONFIG = "title: 旧闻馆\nurl: https://a.example/\nsecurity: {meta: true}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Site:
    files = {
        "posts/2021-12-28-a.md": post("甲"),
        "posts/b.md": post("乙", draft="true"),
        "static/p.svg": "<svg/>",
    }
    return make_site(tmp_path / "site", files, CONFIG)


@pytest.fixture
def preview(archive: Site) -> Iterator[Served]:
    with served(archive.root) as running:
        running.wait_for(ADDRESS, lambda status, text: status == 200 and "reading" not in text)
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    yield context.new_page()
    context.close()


def test_a_page_follows_its_post_into_errors_and_back(archive: Site, preview: Served, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(preview.url + ADDRESS)
    expect(page.locator("h1")).to_have_text("甲")
    archive.write({FILE: post("新的甲")})
    expect(page.locator("h1")).to_have_text("新的甲")
    archive.write({FILE: "---\ntitle: 坏\n"})
    expect(page.locator("h1")).to_have_text("A post with errors")
    expect(page.locator("h2")).to_contain_text(FILE)
    expect(page.locator(".marked")).to_be_visible()
    archive.write({FILE: post("好的甲")})
    expect(page.locator("h1")).to_have_text("好的甲")
    assert not [text for text in told if "Content Security Policy" in text]


def test_a_page_that_shows_nothing_new_stays(archive: Site, preview: Served, page: Page) -> None:
    page.goto(f"{preview.url}404.html")
    page.evaluate("window.kept = true")
    archive.write({FILE: post("新的甲")})
    preview.wait_for(ADDRESS, lambda _, text: "新的甲" in text)
    other = page.context.new_page()
    other.goto(preview.url + ADDRESS)
    expect(other.locator("h1")).to_have_text("新的甲")
    assert page.evaluate("window.kept") is True
    archive.write(
        {"content/static/p.svg": "<svg></svg>"}
    )  # Any page may show a picture, so all are loaded again.
    page.wait_for_function("!window.kept")


def test_a_template_a_setting_and_a_page_that_comes_later(archive: Site, preview: Served, page: Page) -> None:
    page.goto(f"{preview.url}2021/12/28/c.html")
    assert "c.html" in page.url
    archive.write({"content/posts/c.md": post("丙")})
    expect(page.locator("h1")).to_have_text("丙")
    archive.write({"site.yaml": CONFIG + "theme: own\n", "themes/own/theme.yaml": "inherits: default\n"})
    archive.write({"themes/own/templates/post.html": "<h1>own {{ post.title }}</h1>"})
    expect(page.locator("h1")).to_have_text("own 丙")
    archive.write({"themes/own/templates/post.html": "<h1>{{ post.title"})
    expect(page.locator("h1")).to_have_text("The page can't be made")
    archive.write({"themes/own/templates/post.html": "<h1>mended {{ post.title }}</h1>"})
    expect(page.locator("h1")).to_have_text("mended 丙")


def test_drafts_are_marked(preview: Served, page: Page) -> None:
    page.goto(f"{preview.url}2021/12/28/b.html")
    badge = page.locator("#backfile-preview .draft")
    expect(badge).to_have_text("draft")
    assert badge.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(138, 83, 0)"
