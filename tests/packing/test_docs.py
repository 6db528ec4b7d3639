"""docs/packs.md is true: its ten lines of Python read a pack, and it has every problem code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import generator
from tests.conftest import SiteMaker
from tests.packing.packing import content, months, packed, put_pack

pytestmark = pytest.mark.slow

DOCS = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
_CODE = re.compile(r"pack\.[a-z]+")


def test_its_lines_of_python_read_a_pack(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = site(months())
    before = content(one)
    packed(one)
    put_pack(one, "2021-09", {"bytes.md": b"\xff\r\n", "text.md": "题\r\n"})
    monkeypatch.chdir(one.root / "content" / "packs")
    program = DOCS.partition("```python\n")[2].partition("```")[0]
    found: dict[str, bytes] = {}
    for month in ("2021-10", "2021-11", "2021-12", "2021-09"):
        exec(program.replace("2021-12", month), {"posts": found})
    assert (found.pop("bytes.md"), found.pop("text.md")) == (b"\xff\r\n", "题\r\n".encode())
    assert found == {path.removeprefix("posts/"): data for path, data in before.items() if "/2021-1" in path}
    assert len(program.strip().splitlines()) <= 10


def test_every_code_is_documented_and_no_other() -> None:
    used = set()
    for file in Path(generator.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                used.add(node.value)
    assert set(re.findall(r"^\| `(pack\.[a-z]+)` \|", DOCS, re.MULTILINE)) == used
