"""Read the layouts of a Jekyll site, as texts: nothing of them is run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.content.frontmatter.split import split
from generator.importers.sites.layout_notes import Dialect, notes_about
from generator.importers.sites.template_files import read_templates

_LAYOUTS, _INCLUDES = "_layouts", "_includes"
_DIALECT = Dialect(
    re.compile(r"\{%-?\s*include(?:_cached)?\s+([\w./-]+)|\A---\n(?:.*\n)*?layout:[ \t]*[\"']?([\w./-]+)"),
    re.compile(r"\bpage\.([A-Za-z_][\w-]*)|\bpage\[[\"']([^\"']+)[\"']\]"),
)


def read_layouts(source: Path) -> dict[str, str]:
    """Return the layouts and includes of a site by path."""
    return {**read_templates(source, _LAYOUTS), **read_templates(source, _INCLUDES)}


def layout_text(templates: Mapping[str, str], name: str) -> str:
    """Return the template of a layout without its front matter, "" if the site itself has none."""
    file = _file(templates, name)
    return split(templates[file]).body if file else ""


def _file(templates: Mapping[str, str], name: str) -> str:
    names = (path for path in templates if path.startswith(f"{_LAYOUTS}/"))
    return next((path for path in names if posixpath.splitext(path)[0] == f"{_LAYOUTS}/{name}"), "")


def notes_on_layouts(
    templates: Mapping[str, str], names: Iterable[str], fields: Mapping[str, int]
) -> list[str]:
    """Return what the layouts with some names showed, and those around them."""
    starts = [file for name in names if (file := _file(templates, name))]
    return notes_about(templates, starts, _DIALECT, fields)
