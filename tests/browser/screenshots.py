"""Pictures of every kind of page, light and dark, on a phone and on a desk: `scripts/screenshots DIR`."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

from tests.browser.stage import KINDS, built_example, launched, served, url_of
from tests.sites import Site

WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
#: Taller pages are cut, so that a picture stays one that can be looked at.
_TALLEST = 2400


def main(target: Path, theme: str) -> None:
    """Take all pictures of the example archive in a theme."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = built_example(Path(folder, "site"), theme)
        with served(site.output) as address, launched() as browser:
            for size, scheme in product(WIDTHS, SCHEMES):
                take(browser, site, address, target, size, scheme)


def take(
    browser: Browser, site: Site, address: str, target: Path, size: str, scheme: Literal["light", "dark"]
) -> None:
    """Take the pictures of one size and one scheme: `post-phone-dark.png`."""
    page = browser.new_page(viewport={"width": WIDTHS[size], "height": 844}, color_scheme=scheme)
    for kind in KINDS:
        page.goto(address + url_of(site, kind))
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
        page.set_viewport_size({"width": WIDTHS[size], "height": max(height, 844)})
        page.screenshot(path=str(target / f"{kind}-{size}-{scheme}.png"))
        page.set_viewport_size({"width": WIDTHS[size], "height": 844})
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:] or ["default"])
