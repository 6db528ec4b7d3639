"""Map the folders under content/ to those of the output."""

from __future__ import annotations


def file_address(path: str) -> str:
    """Return the output path of a file beside posts, or of a static file. Raises ValueError for others."""
    for folder, target in (("content/static/", ""), ("content/pages/", ""), ("content/posts/", "files/")):
        if path.startswith(folder):
            return target + path.removeprefix(folder)
    raise ValueError(f"not a file of the archive: {path}")
