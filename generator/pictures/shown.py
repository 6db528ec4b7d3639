"""Say in one short text how pages show a picture that the archive knows; it is part of their tasks."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from generator.pictures.entry import Entry
from generator.pictures.names import SUFFIXES, original_name

#: `kept`: that of the archive. `away`: from its own address, since the store lacks it. `lost`: a box. `gone`:
#: not at all. `file`: from its file beside the post.
Manner = Literal["kept", "away", "lost", "gone", "file"]
#: What texts of `beside` begin with. Links, which may be in their place, have no space.
BESIDE = "file "
_NOTHING = "-"
_ADDRESS = re.compile(r"https?://\S+")


class Shown(NamedTuple):
    """How a picture is shown.

    - `name`: its name among the files of pictures; of one beside a post, only smaller versions are there.
    - `width` and `height`: pixels, 0 where unknown.
    - `still`: smaller versions can be made.
    - `day`: when it was lost, ISO 8601.
    - `origin`: the address of the copy that its bytes are from, "" for those from its own address.
    """

    manner: Manner
    name: str = ""
    width: int = 0
    height: int = 0
    still: bool = False
    day: str = ""
    origin: str = ""


def shown(entry: Entry, *, stored: bool) -> str:
    """Return how pages show a picture, as `from_text` reads it; "" for one that is shown as if unknown."""
    sizes = f"{entry.width} {entry.height}"
    match entry.status:
        case "kept" if stored:
            name = original_name(entry.hash, entry.type)
            origin = entry.origin if _ADDRESS.fullmatch(entry.origin) else _NOTHING
            return f"kept {name} {sizes} {int(entry.still)} {_NOTHING} {origin}"
        case "kept":
            return f"away {_NOTHING} {sizes} 0 {_NOTHING} {_NOTHING}" if entry.width else ""
        case "lost":
            return f"lost {_NOTHING} {sizes} 0 {entry.day} {_NOTHING}"
        case "removed":
            name = (
                original_name(entry.hash, entry.type) if entry.hash and entry.type in SUFFIXES else _NOTHING
            )
            return f"gone {name} 0 0 0 {_NOTHING} {_NOTHING}"
        case _:
            return ""


def beside(name: str, width: int, height: int, *, still: bool) -> str:
    """Return how pages show a picture that lies beside a post, as `from_text` reads it."""
    return f"{BESIDE}{name} {width} {height} {int(still)} {_NOTHING} {_NOTHING}"


def from_text(text: str) -> Shown:
    """Return what a text of `shown` or `beside` says."""
    manner, name, width, height, still, day, origin = text.split(" ")
    return Shown(
        manner,  # type: ignore[arg-type]
        "" if name == _NOTHING else name,
        int(width),
        int(height),
        still == "1",
        "" if day == _NOTHING else day,
        "" if origin == _NOTHING else origin,
    )
