"""Find the static files of a theme, and name each by its content, so that browsers may cache it for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.core.digests import content_digest
from generator.theme.lookup import Theme, theme_files
from generator.theme.options import custom_properties

#: The style sheet to which options are added as custom properties.
_STYLE_SHEET = "style.css"

#: Assets that are the icons of the site, if the theme has them.
ICONS = ("icon.svg", "icon-192.png", "icon-512.png")


class Asset(NamedTuple):
    """A static file of a theme: its name in the theme, its file, its output path and its digest.

    `tail` is text that is appended to the content of the file.
    """

    name: str
    file: str
    path: str
    digest: str
    tail: str = ""

    @property
    def content(self) -> bytes | None:
        """The bytes of the output; None if the output is a copy of the file. Raises OSError."""
        return Path(self.file).read_bytes() + self.tail.encode() if self.tail else None


def assets(theme: Theme, options: Mapping[str, Any]) -> dict[str, Asset]:
    """Return the assets of a theme by name. An asset overrides an inherited asset of the same name.

    `options` are the theme options in site.yaml.
    """
    found: dict[str, Asset] = {}
    for folder in reversed(theme.folders("assets")):
        for name, file in theme_files(folder):
            tail = custom_properties(theme, options) if name == _STYLE_SHEET else ""
            digest = content_digest(file.read_bytes() + tail.encode()).hex()
            found[name] = Asset(name, str(file), f"assets/{_with_digest(Path(name), digest)}", digest, tail)
    return found


def _with_digest(name: Path, digest: str) -> str:
    return name.with_name(f"{name.stem}.{digest[:10]}{name.suffix}").as_posix()
