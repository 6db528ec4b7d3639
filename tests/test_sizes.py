"""Small rooms: functions of at most 40 lines, modules of at most 300."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "generator"


def _too_large(name: str, text: str) -> Iterator[str]:
    """Yield a sentence for each module and function that is too long."""
    if (lines := text.count("\n")) > 300:
        yield f"{name} has {lines} lines"
    for node in _functions(ast.parse(text)):
        lines = (node.end_lineno or 0) - node.lineno + 1
        if lines > 40:
            yield f"{name}: {node.name} has {lines} lines"


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield the functions below a node. They are statements: expressions, most of a tree, are passed by."""
    if isinstance(node, ast.FunctionDef):
        yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield from _functions(child)


def test_rooms_are_small() -> None:
    found = [
        reason
        for file in sorted(PACKAGE.rglob("*.py"))
        for reason in _too_large(file.relative_to(PACKAGE).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_large_rooms_are_told() -> None:
    long = "def f() -> None:\n" + "    pass\n" * 40
    assert list(_too_large("a.py", long)) == ["a.py: f has 41 lines"]
    assert list(_too_large("a.py", "#\n" * 301)) == ["a.py has 301 lines"]
    assert list(_too_large("a.py", "#\n" * 300)) == []
