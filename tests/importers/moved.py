"""Compare what another generator makes of a site with what Backfile makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

from generator.importers.report import ImportReport

#: Tags that scripts read and readers do not, and numbers of lines.
_UNSEEN = "script, style, td:first-child > pre"


class Golden(NamedTuple):
    """The files that another generator made, and the texts of its pages by path."""

    files: tuple[str, ...]
    texts: Mapping[str, str]


def read_golden(file: Path) -> Golden:
    """Return what a file keeps."""
    kept = json.loads(file.read_text("utf-8"))
    return Golden(tuple(kept["files"]), kept["texts"])


def golden_of(output: Path, selector: str = "article") -> Golden:
    """Return the files below a folder, and the text of the first matching element of each page."""
    files = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    texts = {}
    for path in files:
        if path.endswith((".html", ".htm")):
            texts[path] = text_of((output / path).read_text("utf-8"), selector)
    texts = {path: text for path, text in texts.items() if text}
    return Golden(tuple(files), texts)


def as_json(golden: Golden) -> str:
    """Return what a file is to keep."""
    return json.dumps(golden._asdict(), ensure_ascii=False, indent=1, sort_keys=True)


def text_of(page: str, selector: str) -> str:
    """Return the text of an element of a page without white space; "" if there is none."""
    tree = BeautifulSoup(page, "html.parser")
    for node in tree.select(_UNSEEN):
        node.decompose()
    found = tree.select_one(selector)
    return re.sub(r"\s+", "", found.get_text()) if found else ""


def reported(report: ImportReport) -> list[str]:
    """Return what was told, by code, name of the file and line."""
    return [f"{one.code} {Path(one.path).name}:{one.line}" for one in report.problems]


def read_site(file: Path) -> dict[str, str]:
    """Return the files of a site by path; in `file` each begins with a line `=== path`."""
    parts = re.split(r"^=== (.+)\n", file.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def write_site(root: Path, files: Mapping[str, str]) -> Path:
    """Write the sources of a site and return its folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
