"""Look at pictures among the files of an archive, at their heads alone: 10,000 of them take a second."""

from __future__ import annotations

import warnings
from typing import BinaryIO, NamedTuple

from generator.pictures.names import original_name
from generator.pictures.shown import beside
from generator.pictures.svg_head import HEAD, svg_size

#: Raise it when the same bytes give something else.
FORM = 2
_SVG = ".svg"
#: Files with other names are not opened.
SUFFIXES = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", _SVG, ".webp")


class FilePicture(NamedTuple):
    """A picture in a file of the content.

    - `hash`: the SHA-256 of its bytes in hexadecimal.
    - `shown`: how pages show it (`generator.pictures.shown`); "" for a file that is no picture for Pillow.
    - `width`: pixels, if smaller versions can be made of it; else 0.
    """

    hash: str
    shown: str
    width: int = 0


def file_picture(stream: BinaryIO, name: str, digest: str, max_pixels: int) -> FilePicture | None:
    """Return what the file in `stream` is, whose SHA-256 is `digest`; None for an SVG without a size.

    Of a picture with more pixels than `max_pixels` no smaller versions can be made.
    """
    if not name.lower().endswith(_SVG):
        return _raster(stream, digest, max_pixels)
    width, height = svg_size(stream.read(HEAD))
    text = beside(original_name(digest, "image/svg+xml"), width, height, still=False)
    return FilePicture(digest, text) if width and height else None


def _raster(stream: BinaryIO, digest: str, max_pixels: int) -> FilePicture:
    """Return what a picture of pixels is."""
    # Late: most builds read no picture, and Pillow is an extra.
    from PIL import Image

    from generator.pictures.raster import OPENED, described

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(stream, formats=OPENED) as picture:
            found = described(picture)
    except Exception:  # decoders fail in many ways
        return FilePicture(digest, "")
    still = found.still and found.width * found.height <= max_pixels
    text = beside(original_name(digest, found.type), found.width, found.height, still=still)
    return FilePicture(digest, text, found.width if still else 0)
