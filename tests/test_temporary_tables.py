"""Each temporary table is written only by the module that makes it; other modules read it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
_TABLE = r"(?:temp\.)?(\w+|\{\})"
_CREATE = re.compile(rf"CREATE TEMP TABLE (?:IF NOT EXISTS )?{_TABLE}")
_WRITE = re.compile(
    r"(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM|DROP TABLE(?: IF EXISTS)?"
    rf"|ALTER TABLE|CREATE (?:TEMP )?TABLE(?: IF NOT EXISTS)?) {_TABLE}"
)


def strings(*nodes: ast.AST) -> set[str]:
    """Return all strings below nodes, on one line each, with `{}` for what is filled in."""
    found = (one for node in nodes for one in ast.walk(node) if isinstance(one, ast.JoinedStr | ast.Constant))
    return {" ".join(text(one).split()) for one in found}


def text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join("{}" if isinstance(part, ast.FormattedValue) else text(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def tables(found: set[str], statement: re.Pattern[str]) -> set[str]:
    return {name for one in found for name in statement.findall(one)}


def written(module: ast.Module) -> set[str]:
    """Return the tables that a module writes; where the name of a table is filled in, all that it may be.

    It may be any string of the function, and of the constants that the function uses.
    """
    constants = {
        target.id: statement.value
        for statement in module.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    found = tables(strings(module), _WRITE)
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        if "{}" in tables(strings(function), _WRITE):
            used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            found |= strings(function, *(value for name, value in constants.items() if name in used))
    return found


@cache
def modules() -> dict[Path, ast.Module]:
    """Return the modules with a word of a statement that writes: the others need not be looked through."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}
    words = re.compile("INSERT|REPLACE|UPDATE|DELETE|TABLE")
    return {file: ast.parse(text) for file, text in texts.items() if words.search(text)}


@cache
def created() -> dict[Path, set[str]]:
    """Return the temporary tables that each module makes."""
    return {file: tables(strings(module), _CREATE) for file, module in modules().items()}


def temporary() -> set[str]:
    return set().union(*created().values())


def test_tables_are_found() -> None:
    assert temporary() > {
        "before",
        "changed",
        "moved_terms",
        "listed",
        "tracked",
        "present",
        "staged",
        "touched",
    }


def test_only_the_owner_writes() -> None:
    found = {file: (written(module) & temporary()) - created()[file] for file, module in modules().items()}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "code",
    [
        'connection.execute("INSERT OR IGNORE INTO before SELECT 1")',
        'connection.execute("""\n    DELETE FROM temp.before""")',
        'def f(): connection.execute(f"{what} UPDATE before SET a = 1")',
        'TABLES = ("before",)\ndef f():\n    for table in TABLES: connection.execute(f"DELETE FROM {table}")',
    ],
)
def test_writing_is_found(code: str) -> None:
    assert "before" in written(ast.parse(code))


def test_reading_is_no_writing() -> None:
    assert written(ast.parse('connection.execute("INSERT INTO a SELECT * FROM before")')) == {"a"}
