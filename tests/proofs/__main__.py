"""Checks the output of any archive, in any theme: `scripts/proofs OUTPUT`."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from tests.browser.stage import launched, served
from tests.proofs.access import mistakes, opened
from tests.proofs.addresses import Output
from tests.proofs.tools import html_mistakes

#: Addresses of each kind of list; what is none of these is a post or a static page, of which a few are taken.
_LISTS = ("index", "404", "categories", "tags", "archive", r"archive/\d+", r"archive/\d+/\d+",
          r"archive/\d+/\d+/\d+", r"category/[^/]+", r"category/[^/]+/\d+", r"tag/[^/]+", r"tag/[^/]+/\d+",
)  # fmt: skip
_OTHERS = 5


def main(folder: Path) -> int:
    """Print what is wrong with an output; return 1 if anything is."""
    index = (folder / "index.html").read_text("utf-8")
    base = re.search(r'<link rel="canonical" href="([^"]*)"', index)
    output = Output(folder, base[1] if base else "https://archive.invalid/")
    found = [*html_mistakes([folder]), *output.mistakes(), *_seen(output)]
    sys.stdout.writelines(f"{told}\n" for told in found)
    sys.stdout.write(f"{len(output.pages)} pages, {len(found)} mistakes\n")
    return 1 if found else 0


def _seen(output: Output) -> Iterator[str]:
    """Yield what is wrong with a page of each kind in a browser."""
    with _hosted(output) as root, launched() as browser:
        for path in _samples(output.pages):
            page, wrong = opened(browser)
            yield from (f"{path}: {told}" for told in mistakes(page, root + path))
            page.close()
            yield from (f"{path}: {told}" for told in wrong)


@contextmanager
def _hosted(output: Output) -> Iterator[str]:
    """Serve an output below the path of its own URL, which 404.html is made for."""
    path = unquote(urlsplit(output.base).path).strip("/")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "root", path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(output.folder)
        with served(Path(folder, "root")) as root:
            yield f"{root}{quote(path)}/" if path else root


def _samples(pages: list[str]) -> Iterator[str]:
    for kind in _LISTS:
        yield from [path for path in pages if re.fullmatch(rf"{kind}\.html", path)][:1]
    known = re.compile(rf"(?:{'|'.join(_LISTS)})\.html")
    others = [path for path in pages if not known.fullmatch(path)]
    yield from others[:: max(1, len(others) // _OTHERS)][:_OTHERS]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
