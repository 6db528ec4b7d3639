"""Pictures, sound and films with their parts in order, as the HTML standard wants them (4.8)."""

from __future__ import annotations

import re

_PICTURE_PART = re.compile(r"<(source|img)[^<>]*>")
_MEDIA_PART = re.compile(r"<(?:source|track)[^<>]*>")
_ANY_TAG = re.compile(r"<[^<>]*>")


def whole(name: str, start: str, content: str) -> str:
    """Return an element of `WHOLE` with its parts in order; of what is none of them the text."""
    if name == "picture":
        return _picture(start, content)
    if name in ("audio", "video"):
        parts = _MEDIA_PART.findall(content)
        kept = [part for part in parts if part.startswith("<track") or " src=" not in start]
        content = "".join(sorted(kept, key=lambda part: part.startswith("<track"))) + _ANY_TAG.sub(
            "", content
        )
    return f"{start}{content}</{name}>"


def _picture(start: str, content: str) -> str:
    parts = {"source": "", "img": ""}
    for part in _PICTURE_PART.finditer(content):
        if part[1] == "source":
            parts["source"] += part[0] if " srcset=" in part[0] else ""
        parts["img"] = parts["img"] or (part[0] if part[1] == "img" else "")
    rest = _ANY_TAG.sub("", content).strip()
    return f"{start}{parts['source']}{parts['img']}</picture>{rest}" if parts["img"] else rest
