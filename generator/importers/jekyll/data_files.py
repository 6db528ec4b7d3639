"""Read `_data` of a Jekyll site: YAML, JSON and tables, as `site.data` has them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import yaml

from generator.importers.article import Value
from generator.importers.sites.folders import files_below

_LARGEST = 2_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_data(source: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the values of all files in `_data`, by folder and name, and the paths of unreadable ones."""
    found: dict[str, Any] = {}
    unreadable = []
    for path, kind in files_below(source / "_data"):
        name, dot, suffix = path.rpartition(".")
        if kind != "file" or f"{dot}{suffix}".lower() not in _READERS:
            continue
        *folders, stem = name.split("/")
        try:
            raw = (source / "_data" / path).read_bytes()[: _LARGEST + 1]
            if len(raw) > _LARGEST:
                raise ValueError("too large")
            value = _READERS[f".{suffix.lower()}"](raw.decode("utf-8-sig"))
        except (OSError, ValueError, yaml.YAMLError, csv.Error, RecursionError):
            unreadable.append(f"_data/{path}")
            continue
        place = found
        for folder in folders:
            inner = place.setdefault(folder, {})
            place = inner if isinstance(inner, dict) else {}
        place[stem] = value
    return found, unreadable


def _table(text: str, delimiter: str) -> list[dict[str, str]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)]


_READERS: dict[str, Any] = {
    **dict.fromkeys((".yml", ".yaml"), lambda text: yaml.load(text, Loader=_LOADER)),  # noqa: S506
    ".json": json.loads,
    ".csv": lambda text: _table(text, ","),
    ".tsv": lambda text: _table(text, "\t"),
}


def typed(value: Value) -> Any:
    """Return a value of front matter with the types that Liquid compares: numbers, true, false, nothing."""
    if isinstance(value, str):
        plain = value.strip()
        if plain in ("true", "false"):
            return plain == "true"
        if plain in ("", "null", "~"):
            return None
        return int(plain) if plain.lstrip("-").isdecimal() and str(int(plain)) == plain else value
    if isinstance(value, dict):
        return {name: typed(one) for name, one in value.items()}
    return [typed(one) for one in value] if isinstance(value, list | tuple) else value
