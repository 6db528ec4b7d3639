"""The pictures of docs/images: `scripts/screenshots --docs` takes them anew."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Page

from generator.importers.jekyll.site import import_site
from generator.importers.records.run import ImportOptions
from generator.importers.report import ImportReport
from generator.reporting.report import Reporter
from tests.browser.stage import ROOT, built_example, launched, served, url_of
from tests.importers.jekyll.blog import WALK, has_jekyll, jekyll_files
from tests.importers.moved import write_site
from tests.sites import Site

_FOLDER = ROOT / "docs" / "images"
_NAVIGATION = [
    {"title": "分类", "url": "categories.html"},
    {"title": "日历", "url": "archive.html"},
    {"title": "关于", "url": "about.html"},
    {"title": "母报", "url": "https://www.example.org/"},
]
_CHOSEN = {
    "accent": "#1d4f8f",
    "headline_font": '"Noto Sans CJK SC", sans-serif',
    "logo": "favicon.svg",
    "navigation": _NAVIGATION,
    "footer": "文章版权归原媒体所有。",
}
_SANS = '"Noto Sans CJK SC", sans-serif'
_SHEET_OF_ITS_OWN = {
    "content/static/extra.css": """\
body::before { content: "试刊：读者来信请寄云渡市橘灯路 8 号"; display: block; padding: .4rem;
  text-align: center; color: var(--paper); background: var(--accent); font: .875rem var(--sans); }
"""
}
_GAP = 16
_SHEET = f'<body style="margin: 0; display: flex; gap: {_GAP}px; width: max-content; background: #888">{{}}'


def main() -> None:
    """Take all of them."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        plain = _Stage(browser, Path(folder, "plain"), {})
        plain.take("home", "", 900)
        plain.take("post", url_of(plain.site, "post"), 700)
        plain.take("post-dark", url_of(plain.site, "post"), 700, scheme="dark")
        plain.take("year", "archive/2024.html", 620)
        phone = [
            plain.shot(url, 844, width=390, scheme=scheme)
            for url, scheme in (
                (url_of(plain.site, "post"), "light"),
                ("category/yunduwanbao.html", "light"),
                ("archive/2024.html", "dark"),
            )
        ]
        _side_by_side(browser, Path(folder), "phone", phone, (390, 844))
        _search_pictures(browser, Path(folder), plain)
        if has_jekyll():
            _moved_pictures(browser, Path(folder))
        chosen = _Stage(browser, Path(folder, "chosen"), _CHOSEN)
        chosen.take("option-accent", url_of(chosen.site, "post"), 300)
        chosen.take("option-navigation", "category/yunduwanbao.html", 60)
        chosen.take("option-footer", "404.html", 70, bottom=True)
        dark = _Stage(browser, Path(folder, "dark"), {"accent_dark": "#8fd0b0"})
        dark.take("option-accent_dark", url_of(dark.site, "post"), 300, scheme="dark")
        sans = _Stage(browser, Path(folder, "sans"), {"text_font": _SANS, "headline_font": _SANS})
        sans.take("option-text_font", url_of(sans.site, "post"), 500)
        head = {"head": '<link rel="stylesheet" href="/extra.css">'}
        extra = _Stage(browser, Path(folder, "head"), head, files=_SHEET_OF_ITS_OWN)
        extra.take("option-head", "category/yunduwanbao.html", 240)
        sheet = [
            _Stage(browser, Path(folder, layout), {"home_layout": layout}).shot("", 1400)
            for layout in ("columns", "headlines", "days")
        ]
        _side_by_side(browser, Path(folder), "option-home_layout", sheet, (440, 550))
        _Stage(browser, Path(folder, "broadsheet"), {}, "broadsheet").take(
            "broadsheet",
            "yunduwanbao/2024/11/02/%E9%92%9F%E6%A5%BC%E4%BF%AE%E5%A4%8D-%E6%97%A5%E8%AE%B0.html",
            700,
        )


def _search_pictures(browser: Browser, folder: Path, plain: _Stage) -> None:
    """Take the search page, on a desk and on a phone."""
    plain.take("search", "search.html?q=橘灯洲 码头", 640)
    phone = [
        plain.shot("", 844, width=390),
        plain.shot("search.html?q=渡船", 844, width=390),
        plain.shot("search.html?q=春分&category=yunduwanbao", 844, width=390, scheme="dark"),
    ]
    _side_by_side(browser, folder, "search-phone", phone, (390, 844))


def _moved_pictures(browser: Browser, folder: Path) -> None:
    """Take pages of a Jekyll site, each beside what an import made of it."""
    blog, site = folder / "my-blog", Site(folder / "my-archive")
    write_site(blog, WALK)
    jekyll_files(blog, folder / "old")
    report = ImportReport()
    import_site(blog, site.root, "UTC", ImportOptions(), Reporter(), report)
    site.build()
    for name, url, height in (
        ("import-post", "bulletin/2021/12/26/bridge.html", 860),
        ("import-page", "about.html", 500),
    ):
        pair = [_shot(browser, output, url, (700, height)) for output in (folder / "old", site.output)]
        _side_by_side(browser, folder, name, pair, (552, round(height * 552 / 700)))


def _shot(browser: Browser, folder: Path, url: str, size: tuple[int, int]) -> bytes:
    """Take a page of a site in a folder."""
    with served(folder) as address:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(address + url, wait_until="networkidle")
        data = page.screenshot()
        page.close()
    return data


class _Stage:
    """The example archive with some options."""

    def __init__(
        self, browser: Browser, folder: Path, options: Mapping[str, Any], theme: str = "default",
        files: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        self._browser = browser
        chosen = json.dumps({"name": theme, "options": options}, ensure_ascii=False)
        self.site: Site = built_example(folder, chosen, files=files)

    def take(self, name: str, url: str, height: int, **view: Any) -> None:
        """Take the upper part of a page."""
        (_FOLDER / f"{name}.png").write_bytes(self.shot(url, height, **view))

    def shot(
        self, url: str, height: int, *, width: int = 1120, scheme: Any = "light", bottom: bool = False
    ) -> bytes:
        with served(self.site.output) as address:
            page: Page = self._browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(address + url, wait_until="networkidle")
            if bottom:
                page.evaluate("scrollTo(0, document.body.scrollHeight)")
            data = page.screenshot()
            page.close()
        return data


def _side_by_side(
    browser: Browser, folder: Path, name: str, pictures: list[bytes], size: tuple[int, int]
) -> None:
    for number, data in enumerate(pictures):
        (folder / f"{number}.png").write_bytes(data)
    images = "".join(f'<img src="{number}.png" width="{size[0]}">' for number in range(len(pictures)))
    (folder / "sheet.html").write_text(_SHEET.format(images), encoding="utf-8")
    width = len(pictures) * (size[0] + _GAP) - _GAP
    page = browser.new_page(viewport={"width": width, "height": size[1]})
    page.goto((folder / "sheet.html").as_uri())
    page.screenshot(path=str(_FOLDER / f"{name}.png"))
    page.close()


if __name__ == "__main__":
    main()
