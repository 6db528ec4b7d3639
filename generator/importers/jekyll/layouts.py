"""Read the layouts of a Jekyll site, as texts: nothing of them is run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.content.frontmatter.split import split
from generator.importers.sites.folders import files_below

_LARGEST = 400_000
_LAYOUT = re.compile(r"^layout:[ \t]*[\"']?([\w./-]+)", re.MULTILINE)
#: The most layouts around each other.
_DEEPEST = 10


def read_texts(source: Path, folder: str) -> dict[str, str]:
    """Return the texts in a folder of the site by path without the folder; large files are left out."""
    found = {}
    for path, kind in files_below(source / folder):
        file = source / folder / path
        if kind == "file" and file.stat().st_size <= _LARGEST:
            found[path] = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    return found


def layout_file(layouts: Mapping[str, str], name: str) -> str:
    """Return the path of the layout with a name, "" if the site itself has none."""
    if name in layouts:
        return name
    return next((path for path in layouts if posixpath.splitext(path)[0] == name), "")


def layout_text(layouts: Mapping[str, str], name: str) -> str:
    """Return the template of a layout without its front matter, "" if the site itself has none."""
    file = layout_file(layouts, name)
    return split(layouts[file]).body if file else ""


def chain_of(layouts: Mapping[str, str], name: str) -> Iterator[str]:
    """Yield the path of a layout, then those of the layouts around it."""
    for _ in range(_DEEPEST):
        file = layout_file(layouts, name)
        if not file:
            return
        yield file
        outer = _LAYOUT.search(split(layouts[file]).front or "")
        name = outer[1] if outer else ""
