"""Find the templates by which a Hugo site makes posts (gohugo.io/templates/lookup-order)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generator.importers.sites.layout_notes import Dialect, notes_about
from generator.importers.sites.template_files import read_templates

_DIALECT = Dialect(
    re.compile(r"\b(?:partial|partialCached|template)\s*\(?\s*[\"`]([^\"`]+)[\"`]"),
    re.compile(r"\.Params\.([A-Za-z_]\w*)|\.Param\s+\"([\w.]+)\""),
)
_NAMES = ("single.html", "page.html", "baseof.html")


def notes_on_layouts(
    source: Path, themes: Collection[str], sections: Collection[str], fields: Mapping[str, int]
) -> list[str]:
    """Return what the templates of posts in some sections showed; the site's own hide those of themes."""
    texts = read_templates(source, "layouts")
    for theme in themes:
        folder = f"themes/{theme}/"
        own = read_templates(source, f"{folder}layouts")
        texts |= {path: text for path, text in own.items() if path.removeprefix(folder) not in texts}
    return notes_about(texts, _starts(texts, sections), _DIALECT, fields)


def _starts(texts: Mapping[str, str], sections: Collection[str]) -> Iterator[str]:
    for path in texts:
        *_, folder, name = ("", *path.split("/"))
        if name in _NAMES and folder in ("layouts", "_default", *sections):
            yield path
