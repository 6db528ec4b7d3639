"""Read the imports of a package's modules, and report the imports that its layers and doors forbid.

A module is named by its path below the package without the suffix: `core/errors`, `core/__init__`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

#: The lowest layer first. Names of one layer may not import each other.
Layers = tuple[tuple[str, ...], ...]

_ROOT = "generator"
#: A module's dotted name in a string. The name may end in a dot, or go on with what is filled in later.
_DOTTED = re.compile(rf"{_ROOT}((?:\.\w+)*)(\.?)(?:[{{%].*)?", re.DOTALL)
_DOORS = re.compile(r"^Doors:((?:\s+`[\w.]+`,?)+)\.$", re.MULTILINE)

#: Nodes that can name a module.
_NAMING = (ast.Import, ast.ImportFrom, ast.Constant)


class Import(NamedTuple):
    """An import in line `line`. `target` is a module; a folder with a final slash when only that is known."""

    line: int
    target: str


class Rules(NamedTuple):
    """What may import what.

    `layers` are the layers inside each folder ("" is the package itself). `doors` are the modules of each
    room, by their dotted names inside it, that other rooms may import; a subpackage opens all its modules.
    """

    modules: frozenset[str]
    layers: Mapping[str, Layers]
    doors: Mapping[str, frozenset[str]]


def modules_below(package: Path) -> dict[str, Path]:
    """Return the files of a package by the names of their modules."""
    return {file.relative_to(package).with_suffix("").as_posix(): file for file in package.rglob("*.py")}


def doors_of(docstring: str) -> frozenset[str]:
    """Return the modules that the line "Doors: `a`, `b`." of a docstring names."""
    found = _DOORS.search(docstring)
    return frozenset(re.findall(r"`([\w.]+)`", found[1])) if found else frozenset()


@cache
def imports_of(module: str, source: str, modules: frozenset[str]) -> tuple[Import, ...]:
    """Return the modules of the package that a module imports, late or by a name in a string."""
    return tuple(
        Import(node.lineno, _target(name, modules))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, _NAMING)
        for name in _names(node, module)
    )


def _names(node: ast.AST, module: str) -> Iterator[str]:
    """Yield the dotted names that a node imports. A name ends in a dot if its end is not seen."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if _is_ours(alias.name))
    elif isinstance(node, ast.ImportFrom):
        origin = _origin(node, module)
        yield from (f"{origin}.{alias.name}" for alias in node.names if _is_ours(origin))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _DOTTED.fullmatch(node.value)
        if found and (found[1] or found[2]):
            yield f"{_ROOT}{found[1]}{found[2]}"


def _is_ours(name: str) -> bool:
    return name == _ROOT or name.startswith(f"{_ROOT}.")


def _origin(node: ast.ImportFrom, module: str) -> str:
    """Return the dotted name after `from`, without the leading dots of a relative import."""
    if not node.level:
        return node.module or ""
    folder = (_ROOT, *module.split("/"))[: -node.level]
    return ".".join((*folder, *([node.module] if node.module else [])))


def _target(name: str, modules: frozenset[str]) -> str:
    """Return the module that a dotted name leads to; the rest of the name is inside that module."""
    parts = name.split(".")[1:]
    if parts[-1:] == [""]:
        return "/".join(parts)
    for end in range(len(parts), 0, -1):
        path = "/".join(parts[:end])
        if path in modules:
            return path
        if f"{path}/__init__" in modules:
            return f"{path}/__init__"
    return "__init__"


def wrong_imports(module: str, source: str, rules: Rules) -> list[str]:
    """Return a sentence for each import of a module that the rules forbid."""
    found = imports_of(module, source, rules.modules)
    return [
        f"generator/{module}.py:{line}: {reason}"
        for line, target in found
        if (reason := _wrong_layer(module, target, rules) or _closed(module, target, rules))
    ]


def _wrong_layer(module: str, target: str, rules: Rules) -> str:
    """Return why the layers forbid an import, or ""."""
    folder, own, other = _part(module, target)
    layers = rules.layers.get(folder)
    if own == other or layers is None:
        return ""
    ranks = {name: rank for rank, names in enumerate(layers) for name in names}
    if other and ranks.get(own, -1) > ranks.get(other, -1):
        return ""
    where = f" in {folder}" if folder else ""
    return (
        f"{own} may not import {other or 'a module that is not seen'}{where}, which is not in a lower layer"
    )


def _part(module: str, target: str) -> tuple[str, str, str]:
    """Return the folder that two modules share, and the parts of it that they are in."""
    own, other = module.split("/"), target.split("/")
    depth = 0
    while own[depth] == other[depth] and depth < min(len(own), len(other)) - 1:
        depth += 1
    return "/".join(own[:depth]), own[depth], other[depth]


def _closed(module: str, target: str, rules: Rules) -> str:
    """Return why the doors of a room forbid an import, or ""."""
    room, slash, inside = target.partition("/")
    if not slash or room == module.partition("/")[0] or _is_open(inside, rules.doors.get(room, frozenset())):
        return ""
    name = inside.replace("/", ".")
    return f"{name} is no door of {room} (see the docstring of generator/{room}/__init__.py)"


def _is_open(inside: str, doors: frozenset[str]) -> bool:
    """Tell whether a module, or a module of a folder, is a door or lies in a subpackage that is a door."""
    path = PurePosixPath(inside)
    opened = {PurePosixPath(door.replace(".", "/")) for door in doors}
    if inside.endswith("/") or not inside:
        return any(path in (door, *door.parents) or door in path.parents for door in opened)
    return any(door in (path, *path.parents) for door in opened)


def unused_doors(sources: Mapping[str, str], rules: Rules) -> set[str]:
    """Return the doors (`core.errors`) that no module of another room imports."""
    used = {
        target
        for module, source in sources.items()
        for _, target in imports_of(module, source, rules.modules)
        if target.partition("/")[0] != module.partition("/")[0]
    }
    return {
        f"{room}.{door}"
        for room, doors in rules.doors.items()
        for door in doors
        if not any(_are_nested(target, f"{room}/{door.replace('.', '/')}") for target in used)
    }


def _are_nested(target: str, door: str) -> bool:
    """Tell whether a module lies in a subpackage that is a door, or a door in the folder that is imported."""
    return f"{target}/".startswith(f"{door}/") or (target.endswith("/") and door.startswith(target))


def cycle(sources: Mapping[str, str], rules: Rules) -> list[str]:
    """Return modules that import each other in a circle, the first one twice; [] if there is no circle."""
    graph = {
        module: {target for _, target in imports_of(module, source, rules.modules)} - {module}
        for module, source in sources.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
