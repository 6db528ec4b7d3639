"""Find the static files of a theme, and name each by its content, so that browsers may cache it for ever."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import rjsmin

from generator.core.digests import content_digest
from generator.theme.lookup import Theme, theme_files
from generator.theme.options import custom_properties

#: The style sheet to which options are added as custom properties.
_STYLE_SHEET = "style.css"

#: Assets that are the icons of the site, if the theme has them.
ICONS = ("icon.svg", "icon-192.png", "icon-512.png")


class Asset(NamedTuple):
    """A static file of a theme: its name in the theme, its file, its output path and its digest.

    `tail` is text that is appended to the content of the file. The file of a script that is `minified` is
    published without comments and needless blanks.
    """

    name: str
    file: str
    path: str
    digest: str
    tail: str = ""
    minified: bool = False

    @property
    def content(self) -> bytes | None:
        """The bytes of the output; None if the output is a copy of the file. Raises OSError."""
        if self.tail or self.minified:
            return _content(Path(self.file), self.tail, minified=self.minified)
        return None


def assets(theme: Theme, options: Mapping[str, Any]) -> dict[str, Asset]:
    """Return the assets of a theme by name. An asset overrides an inherited asset of the same name.

    `options` are the theme options in site.yaml.
    """
    found: dict[str, Asset] = {}
    for layer in reversed(theme.layers):
        for name, file in theme_files(Path(layer.folder, "assets")):
            tail = custom_properties(theme, options) if name == _STYLE_SHEET else ""
            minified = name in theme.minified.get(layer.name, ())
            digest = content_digest(_content(file, tail, minified=minified)).hex()
            path = f"assets/{_with_digest(Path(name), digest)}"
            found[name] = Asset(name, str(file), path, digest, tail, minified)
    return found


def _content(file: Path, tail: str, *, minified: bool) -> bytes:
    content = file.read_bytes()
    # Comments that begin with /*! are licences.
    shortened: bytes = rjsmin.jsmin(content, keep_bang_comments=True) if minified else content
    return shortened + tail.encode()


def _with_digest(name: Path, digest: str) -> str:
    return name.with_name(f"{name.stem}.{digest[:10]}{name.suffix}").as_posix()
