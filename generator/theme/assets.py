"""Static files of a theme, named after their contents, so that browsers may keep them for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.digests import content_digest
from generator.theme.lookup import Theme, theme_files
from generator.theme.options import properties

#: The style sheet that gets the custom properties which options become.
_STYLED = "style.css"

#: Assets that are the site's icons, where a theme has them.
ICONS = ("icon.svg", "icon-192.png", "icon-512.png")


class Asset(NamedTuple):
    """A static file of a theme: its name in the theme, its file, its output path and its digest.

    `tail` is text that the output has after the content of the file.
    """

    name: str
    file: str
    path: str
    digest: str
    tail: str = ""

    @property
    def content(self) -> bytes | None:
        """The bytes of the output; None: they are those of the file. Raises OSError."""
        return Path(self.file).read_bytes() + self.tail.encode() if self.tail else None


def assets(theme: Theme, options: Mapping[str, Any]) -> dict[str, Asset]:
    """Return the assets of a theme by name; a theme's own hide those of the same name that it inherits.

    `options` are those of the theme that site.yaml gives.
    """
    found: dict[str, Asset] = {}
    for folder in reversed(theme.folders("assets")):
        for name, file in theme_files(folder):
            tail = properties(theme, options) if name == _STYLED else ""
            digest = content_digest(file.read_bytes() + tail.encode()).hex()
            found[name] = Asset(name, str(file), f"assets/{_stamped(Path(name), digest)}", digest, tail)
    return found


def _stamped(name: Path, digest: str) -> str:
    return name.with_name(f"{name.stem}.{digest[:10]}{name.suffix}").as_posix()
