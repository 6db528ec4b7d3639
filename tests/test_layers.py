"""Imports go one way: a module imports only from the layers below its own (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
LAYERS = (
    ("__init__",),
    ("core",),
    ("system",),
    ("addresses",),
    ("reporting", "parallel"),
    ("config", "body", "taxonomy"),
    ("content", "theme"),
    ("index",),
    ("ledger",),
    ("plan", "output", "formats"),
    ("kinds",),
    ("render", "publish"),
    ("profiling",),
    ("pipeline",),
    ("explain", "checks", "importers", "drafting"),
    ("preview",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def imports(file: Path) -> set[str]:
    """Return the rooms of the package that a module imports from."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "generator":
            names = [f"generator.{alias.name}" for alias in node.names if alias.name != "__version__"]
        found |= {name.split(".")[1] for name in names if name.startswith("generator.")}
    return found


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_imports_go_one_way(file: Path) -> None:
    room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    own = RANK[room]
    wrong = {name for name in imports(file) if name != room and RANK[name] >= own}
    assert not wrong, f"{room} is in layer {own} and may not import {wrong}"


def test_every_room_has_its_layer() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert rooms - {"__pycache__", "themes", "py.typed"} == set(RANK)
