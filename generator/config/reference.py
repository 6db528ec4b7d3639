"""Make the table of all options from their declarations; `python -m generator.config.reference` prints it."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from generator.config import schema
from generator.config.rules.table import SITE_RULES
from generator.config.yaml.types import OptionField, describe, is_section, option_fields

_CODE_OR_ANGLE = re.compile(r"`[^`]*`|<")


class Option(NamedTuple):
    """An option as the documentation shows it. `default` is YAML, empty where there is none to write."""

    name: str
    kind: str
    default: str
    meaning: str


def options() -> tuple[Option, ...]:
    """Return all options of site.yaml in the order of their declaration, a section before its own options."""
    meanings = _docstrings()
    return tuple(
        Option(field.name, _kind(field), _default(field), meanings[field.owner.__name__, field.field.name])
        for field in option_fields(schema.SiteConfig)
    )


def markdown_table() -> str:
    """Return the options as a table in GitHub's Markdown."""
    lines = ["| Option | Value | Default | Meaning |", "|---|---|---|---|"]
    for name, kind, default, meaning in options():
        cells = (f"`{name}`", kind, f"`{default}`" if default else "", meaning)
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Escape what would end a cell, and, outside code, what would be an HTML element."""
    escaped = _CODE_OR_ANGLE.sub(lambda match: "&lt;" if match[0] == "<" else match[0], text)
    return escaped.replace("|", "\\|")


def _kind(field: OptionField) -> str:
    shorthand = SITE_RULES.shorthands.get(field.name)
    if shorthand:
        return f"{describe(field.kind)}, or its {shorthand} alone"
    entry = SITE_RULES.shorthands.get(f"{field.name}.*")
    return (
        f"{describe(field.kind)}, each with options or its {entry} alone" if entry else describe(field.kind)
    )


def _default(field: OptionField) -> str:
    default = field.field.default
    if default is dataclasses.MISSING:
        factory = field.field.default_factory
        if is_section(field.kind) or factory is dataclasses.MISSING:
            return ""
        default = factory()
    return _yaml(default)


def _yaml(value: Any) -> str:
    plain = list(value) if isinstance(value, tuple) else value
    text: str = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=1000)
    return text.removesuffix("...\n").strip()


def _docstrings() -> Mapping[tuple[str, str], str]:
    """Return the text below each field of the schema, by class and field; Python itself doesn't keep it."""
    tree = ast.parse(inspect.getsource(schema))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {
        (owner.name, field.target.id): inspect.cleandoc(text.value.value).replace("\n", " ")
        for owner in classes
        for field, text in zip(owner.body, owner.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(text.value.value, str)
    }


if __name__ == "__main__":
    sys.stdout.write(markdown_table())
