"""Find the templates by which the theme of a Pelican site makes articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.importers.sites.layout_notes import Dialect, notes_about
from generator.importers.sites.template_files import read_templates

_DIALECT = Dialect(
    re.compile(r"\{%-?\s*(?:include|extends|import|from)\s+[\"'](?:!?theme/)?([^\"']+)[\"']"),
    re.compile(r"\barticle\.([A-Za-z_]\w*)"),
)


def notes_on_layouts(source: Path, theme: str, fields: Mapping[str, int]) -> list[str]:
    """Return what the theme's templates of articles showed. `theme` is its folder, as settings name it."""
    inside = (source / theme).resolve().is_relative_to(source.resolve()) if theme else False
    texts = read_templates(source, f"{theme.strip('./')}/templates") if inside else {}
    return notes_about(texts, (path for path in texts if path.endswith("/article.html")), _DIALECT, fields)
