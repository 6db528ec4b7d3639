"""List what is in the folders of a site, without following links."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Kind = Literal["file", "folder", "link", "name", "other"]
#: The most nested folders; no system has longer paths.
DEEPEST = 100


def entries(folder: Path) -> list[tuple[str, Kind]]:
    """Return the names in a folder and the type of each, sorted."""
    found: list[tuple[str, Kind]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if any("\ud800" <= char <= "\udfff" for char in entry.name):
                found.append((entry.name, "name"))
            elif entry.is_symlink():
                found.append((entry.name, "link"))
            elif entry.is_dir():
                found.append((entry.name, "folder"))
            else:
                found.append((entry.name, "file" if entry.is_file() else "other"))
    return sorted(found)


def files_below(folder: Path, inner: str = "", depth: int = 0) -> Iterator[tuple[str, Kind]]:
    """Yield the paths below a folder, relative to it, each with its kind: a file, or one that is not read."""
    if not (folder / inner).is_dir():
        return
    for name, kind in entries(folder / inner):
        if kind == "folder" and depth < DEEPEST:
            yield from files_below(folder, f"{inner}{name}/", depth + 1)
        elif kind not in ("folder", "other"):
            yield f"{inner}{name}", kind
