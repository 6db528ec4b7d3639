"""Make an archive of this documentation, which Backfile then builds: python docs/site/collect.py FOLDER.

Pages of docs/ become pages, decisions (docs/adr/) become posts in a category. Their titles are their first
headings. Links between them keep their meaning; the program itself turns them into links on the site.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Other pages of the repository to which the documentation links.
_OTHERS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "bench/README.md", "tests/README.md")
_HEADING = re.compile(r"^# (.+)\n+", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
#: A link to a decision, from a page: `adr/0001-stable-pages.md`, `../docs/adr/0001-stable-pages.md`.
_TO_DECISION = re.compile(r"\]\((?:[\w./-]*/)?adr/([\w-]+\.md(?:#[\w-]+)?)\)")
#: A link to all of them, or to a folder or a file of the program, which the site does not have.
_TO_DECISIONS = re.compile(r"\]\((?:[\w./-]*/)?adr/\)")
#: A link from a decision to a page.
_TO_PAGE = re.compile(r"\]\(\.\./([\w-]+\.md(?:#[\w-]+)?)\)")


def collect(folder: Path) -> None:
    """Make the archive in a folder, in place of the one that was there."""
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(ROOT / "docs" / "images", content / "pages" / "docs" / "images")
    shutil.copytree(ROOT / "docs" / "schema", content / "pages" / "docs" / "schema")
    shutil.copyfile(ROOT / "docs" / "site" / "site.yaml", folder / "site.yaml")
    pages = [*ROOT.glob("docs/*.md"), *(ROOT / name for name in _OTHERS if (ROOT / name).exists())]
    for page in pages:
        place = content / "pages" / page.relative_to(ROOT)
        up = "../" * len(page.relative_to(ROOT).parents)
        _write(place, _page(page.read_text("utf-8"), up))
    for decision in ROOT.glob("docs/adr/*.md"):
        _write(content / "posts" / decision.name, _decision(decision.read_text("utf-8")))


def _page(text: str, up: str) -> str:
    """Return a page with its title; `up` leads from it to content/."""
    text = _TO_DECISION.sub(rf"]({up}posts/\1)", text)
    return _titled(_TO_DECISIONS.sub("](/category/decisions.html)", text), {})


def _decision(text: str) -> str:
    """Return a decision as a post, whose front matter has its date."""
    found = _FRONT_MATTER.match(text)
    if not found:
        raise SystemExit(f"a decision has no date: {text[:60]!r}")
    fields = dict(line.split(": ", 1) for line in found[1].splitlines())
    body = _TO_PAGE.sub(r"](../pages/docs/\1)", text[found.end() :])
    return _titled(body, {**fields, "categories": "decisions"})


def _titled(text: str, fields: dict[str, str]) -> str:
    """Return a text with front matter, in which its first heading is the title."""
    found = _HEADING.search(text)
    if not found:
        raise SystemExit(f"a page has no heading: {text[:60]!r}")
    title = found[1].replace("`", "")
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    body = text[: found.start()] + text[found.end() :]
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{head}---\n{body}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
