"""Write the web app manifest (w3.org/TR/appmanifest)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.core.languages import direction_of

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp", "jpg": "image/jpeg",
          "ico": "image/x-icon"}  # fmt: skip
_WIDTH = re.compile(r"[-_.](\d{2,4})(?:x\d{2,4})?(?=[-_.])")


class Manifest(NamedTuple):
    """Name, colour and icons of the site; `icons` are links from the root, or URLs."""

    short_name: str = ""
    color: str = "#fdfcf9"
    icons: tuple[str, ...] = ()


def manifest(title: str, description: str, language: str, look: Manifest, icons: Iterable[str]) -> bytes:
    """Return a manifest. Its addresses are relative, so that the site may be below any path."""
    members = {
        "id": "./",
        "name": title,
        "short_name": look.short_name or title,
        "description": description,
        "lang": language,
        "dir": direction_of(language),
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": look.color,
        "theme_color": look.color,
        "icons": [icon(url) for url in icons],
    }
    filled = {name: value for name, value in members.items() if value != ""}
    return (json.dumps(filled, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def icon(url: str) -> dict[str, str]:
    """Return an icon. Its size is "any" for an SVG, else the number in its name, if there is one."""
    name = urlsplit(url).path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower()
    width = _WIDTH.search(name)
    size = "any" if suffix == "svg" else f"{width[1]}x{width[1]}" if width else ""
    members = {"src": url, "type": _TYPES.get(suffix, ""), "sizes": size}
    return {member: value for member, value in members.items() if value}
