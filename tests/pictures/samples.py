"""Makes pictures, and puts them into archives as a fetch would."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image

from generator.pictures.entry import Entry
from generator.pictures.registry import RegistryWriter
from generator.pictures.store import PictureStore

WHEN = "2022-01-09T08:00:00Z"


def picture(width: int = 40, height: int = 30, colour: str = "teal", form: str = "png") -> bytes:
    """Return a picture of one colour."""
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, form)
    return made.getvalue()


def known(root: Path, *entries: Entry) -> None:
    """Write entries into the registry of an archive."""
    writer = RegistryWriter(root)
    writer.add(entries)
    writer.close()


def keep(root: Path, address: str, data: bytes, *, size: tuple[int, int] = (40, 30), when: str = WHEN) -> str:
    """Keep a PNG that was at an address; return its SHA-256."""
    digest = PictureStore(root / "pictures").add(data)
    width, height = size
    known(root, Entry(address, "kept", when, digest, len(data), "image/png", width, height, still=True))
    return digest


def lose(root: Path, address: str, when: str = WHEN, width: int = 0, height: int = 0) -> None:
    """Say that the picture at an address is lost."""
    known(root, Entry(address, "lost", when, width=width, height=height, why="404"))


def name_of(data: bytes) -> str:
    """Return the digits in the names of a picture's files."""
    return hashlib.sha256(data).hexdigest()[:24]
