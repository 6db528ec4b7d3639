"""Checkers of other makers: the Nu HTML checker and axe-core, which npm brings into tests/node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

_MODULES = Path(__file__).parent.parent / "node" / "node_modules"
_NU = _MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
_AXE = _MODULES / "axe-core" / "axe.min.js"
_HOW = "scripts/checkers brings it (it needs npm: apt-get install npm)"

NEEDS_NU = [
    pytest.mark.skipif(not _NU.is_file(), reason=f"no Nu HTML checker: {_HOW}"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java: apt-get install default-jre-headless"),
]
NEEDS_AXE = pytest.mark.skipif(not _AXE.is_file(), reason=f"no axe-core: {_HOW}")

#: What this checker does not know of CSS yet: container queries (W3C css-contain-3), which style.css uses.
_UNKNOWN_CSS = (
    "CSS: “container-type”: Property “container-type” doesn't exist.",
    "CSS: “min-height”: Parse Error.",
)

#: Success criteria of WCAG 2.0 to 2.2, levels A and AA, and what experts ask for besides.
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
#: Rules that a change of colours alone can break.
_COLOURS = ("color-contrast", "link-in-text-block")


def html_mistakes(folders: Iterable[Path]) -> list[str]:
    """Return the errors that Nu finds in the HTML, SVG and style sheets below folders, and where."""
    command = ["java", "-Xss4m", "-jar", str(_NU), "--skip-non-html", "--also-check-css", "--also-check-svg"]
    options = ["--exit-zero-always", "--stdout", "--format", "json"]
    done = subprocess.run(
        [*command, *options, *map(str, folders)], check=True, capture_output=True, text=True, timeout=300
    )
    messages = json.loads(done.stdout)["messages"]
    return [_told(message) for message in messages if _is_mistake(message)]


def _is_mistake(message: Mapping[str, Any]) -> bool:
    # Besides errors there is what can't be read at all; what is of type "info" is advice.
    return message["type"] != "info" and message["message"] not in _UNKNOWN_CSS


def _told(message: Mapping[str, Any]) -> str:
    place = f"{message.get('url', '')}:{message.get('lastLine', 0)}"
    return f"{place}: {message['message']} {message.get('extract', '')!r}"


def access_mistakes(page: Page, *, colours: bool = False) -> list[str]:
    """Return what axe finds wrong with the page at hand, and where; of its `colours` alone, if so asked."""
    chosen = {"type": "rule", "values": _COLOURS} if colours else {"type": "tag", "values": _RULES}
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_axe())
    found = page.evaluate("chosen => axe.run({runOnly: chosen, resultTypes: ['violations']})", chosen)
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@cache
def _axe() -> str:
    return _AXE.read_text("utf-8")
