"""Say what pictures of pixels are, by their heads, for all that look into pictures."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

#: The formats that are opened, by the names that Pillow has for them; and the types of what it finds in them.
OPENED = ("AVIF", "BMP", "GIF", "JPEG", "PNG", "WEBP")
_TYPES = {
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
#: The tag that says how a picture is turned (Exif 2.32, 4.6.4); 1 is upright, and from 5 on it lies.
_ORIENTATION, _UPRIGHT, _LYING = 0x0112, 1, 5


class Raster(NamedTuple):
    """A picture of pixels: its media type, its width and height when it is upright, in pixels.

    `still`: it is one picture, of which smaller versions can be made.
    """

    type: str
    width: int
    height: int
    still: bool


def described(picture: Image.Image) -> Raster:
    """Return what an opened picture is. Its pixels are not decoded."""
    width, height = picture.size
    if orientation(picture) >= _LYING:
        width, height = height, width
    return Raster(
        _TYPES[str(picture.format)], width, height, still=not getattr(picture, "is_animated", False)
    )


def orientation(picture: Image.Image) -> int:
    """Return how an opened picture is turned: 1 for upright, 5 to 8 where width and height change places.

    Of a PNG only a note before its pixels counts: Pillow decodes it to find another one.
    """
    if picture.format == "PNG" and "exif" not in picture.info:
        return _UPRIGHT
    return int(picture.getexif().get(_ORIENTATION, _UPRIGHT))
