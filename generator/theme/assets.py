"""Static files of a theme, named after their contents, so that browsers may keep them for ever."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from generator.digests import content_digest
from generator.theme.lookup import Theme, theme_files


class Asset(NamedTuple):
    """A static file of a theme: its name in the theme, its file, its output path and its digest."""

    name: str
    file: str
    path: str
    digest: str


def assets(theme: Theme) -> dict[str, Asset]:
    """Return the assets of a theme by name; a theme's own hide those of the same name that it inherits."""
    found: dict[str, Asset] = {}
    for folder in reversed(theme.folders("assets")):
        for name, file in theme_files(folder):
            digest = content_digest(file.read_bytes()).hex()
            found[name] = Asset(name, str(file), f"assets/{_stamped(Path(name), digest)}", digest)
    return found


def _stamped(name: Path, digest: str) -> str:
    return name.with_name(f"{name.stem}.{digest[:10]}{name.suffix}").as_posix()
