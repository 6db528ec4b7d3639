"""Look at pictures that lie beside posts: at their heads alone, so that 10,000 of them take a second."""

from __future__ import annotations

import warnings
from typing import BinaryIO, NamedTuple

from generator.pictures.names import original_name
from generator.pictures.shown import beside

#: Raise it when the same bytes give something else.
FORM = 1
#: Files with other names are not opened. (SVG has no pixels, and leads browsers to scripts if it is opened.)
SUFFIXES = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp")


class FilePicture(NamedTuple):
    """A picture in a file of the content.

    - `hash`: the SHA-256 of its bytes in hexadecimal.
    - `shown`: how pages show it (`generator.pictures.shown`); "" for a file that is no picture for Pillow.
    """

    hash: str
    shown: str


def file_picture(stream: BinaryIO, digest: str, max_pixels: int) -> FilePicture:
    """Return what the file in `stream` is, whose SHA-256 is `digest`.

    Of a picture with more pixels than `max_pixels` no smaller versions can be made.
    """
    # Late: most builds read no picture, and Pillow is an extra.
    from PIL import Image

    from generator.pictures.raster import OPENED, described

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(stream, formats=OPENED) as picture:
            found = described(picture)
    except Exception:  # decoders fail in many ways
        return FilePicture(digest, "")
    still = found.still and found.width * found.height <= max_pixels
    name = original_name(digest, found.type)
    return FilePicture(digest, beside(name, found.width, found.height, still=still))
