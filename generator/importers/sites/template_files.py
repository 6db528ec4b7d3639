"""Read the templates of a site or theme, as texts."""

from __future__ import annotations

from pathlib import Path

from generator.importers.sites.folders import files_below

_LARGEST = 400_000
#: Files beside templates that are none.
_OTHERS = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".svg",
    ".ico",
    ".woff",
    ".woff2",
    ".ttf",
    ".css",
    ".map",
)


def read_templates(source: Path, folder: str) -> dict[str, str]:
    """Return the texts in a folder of a site by their paths in the site; large files are left out."""
    found = {}
    for path, kind in files_below(source / folder):
        file = source / folder / path
        if kind != "file" or path.lower().endswith(_OTHERS):
            continue
        try:
            if file.stat().st_size <= _LARGEST:
                text = file.read_bytes().decode("utf-8", "replace")
                found[f"{folder}/{path}"] = text.replace("\r\n", "\n")
        except OSError:
            continue  # It is for the report alone.
    return found
