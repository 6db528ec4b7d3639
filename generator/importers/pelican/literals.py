"""Read the settings in pelicanconf.py without running it: literals, and what follows from them at once."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.errors import BackfileError

_LARGEST = 500_000


class ComputedError(Exception):
    """A value that only Python can compute."""


class Settings(NamedTuple):
    """Values by name, and the lines of those that are computed."""

    values: dict[str, Any]
    computed: dict[str, int]


def read_python(file: Path, known: Mapping[str, Any]) -> Settings:
    """Return the names in capitals that a file assigns. Raises BackfileError if it is no Python.

    `known` are values of files that this one imports.
    """
    try:
        text = file.read_text("utf-8")
        tree = ast.parse(text[:_LARGEST], str(file))
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise BackfileError(f"{file}:{line}: it can't be read as Python: {error}") from None
    found = Settings(dict(known), {})
    for statement in tree.body:
        for name, value in _assigned(statement):
            try:
                found.values[name] = _value(value, found.values, 0)
                found.computed.pop(name, None)
            except ComputedError:
                found.values.pop(name, None)
                found.computed[name] = statement.lineno
    return found


def _assigned(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """Return the names that a statement assigns, each with its value."""
    if isinstance(statement, ast.Assign):
        targets, value = statement.targets, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value:
        targets, value = [statement.target], statement.value
    else:
        return []
    return [(target.id, value) for target in targets if isinstance(target, ast.Name)]


def _value(node: ast.expr, known: Mapping[str, Any], depth: int) -> Any:
    """Return the value of an expression. Raises ComputedError."""
    if depth > 50:
        raise ComputedError
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id]
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        items = [_value(item, known, depth + 1) for item in node.elts]
        return tuple(items) if isinstance(node, ast.Tuple) else items
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = [_value(key, known, depth + 1) for key in node.keys if key]
        return dict(zip(keys, [_value(value, known, depth + 1) for value in node.values], strict=True))
    return _composed(node, known, depth)


def _composed(node: ast.expr, known: Mapping[str, Any], depth: int) -> Any:
    """Return the value of a sum, a text with fields, or a negative number. Raises ComputedError."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        one, two = _value(node.left, known, depth + 1), _value(node.right, known, depth + 1)
        if type(one) is type(two) and isinstance(one, str | list | tuple):
            return one + two
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _value(node.operand, known, depth + 1)
        if isinstance(number, int | float):
            return -number
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
        return "".join(str(_value(part, known, depth + 1)) for part in parts)
    raise ComputedError
