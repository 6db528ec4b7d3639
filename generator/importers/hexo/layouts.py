"""Find the templates by which the theme of a Hexo site makes posts (hexo.io/docs/templates)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.importers.sites.layout_notes import Dialect, notes_about
from generator.importers.sites.template_files import read_templates

_DIALECT = Dialect(
    re.compile(
        r"\b(?:partial|include|import|extends?)\s*\(?\s*[\"']([^\"']+)[\"']"
        r"|^\s*(?:include|extends)\s+([\w./-]+)",
        re.MULTILINE,
    ),
    re.compile(r"\b(?:page|post|item)\.([A-Za-z_]\w*)"),
)
_START = re.compile(r"/layout/(?:post|layout|_layout)\.\w+$")


def notes_on_layouts(folder: Path, theme: str, fields: Mapping[str, int]) -> list[str]:
    """Return what the theme's templates of posts showed; a theme may be a package of npm."""
    texts = {}
    if theme:
        texts = read_templates(folder, f"themes/{theme}/layout")
        texts = texts or read_templates(folder, f"node_modules/hexo-theme-{theme}/layout")
    return notes_about(texts, filter(_START.search, texts), _DIALECT, fields)
