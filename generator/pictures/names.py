"""Name files of pictures on the site after the bytes of the picture, so that a name never has other bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from generator.addresses.routes import Route
from generator.core.digests import digest_text

#: Hexadecimal digits of the SHA-256 in a name: no two pictures meet.
_DIGITS = 24
#: Pixels of a side of a picture in WebP.
_LONGEST_SIDE = 16_383
#: Below the folder of the theme's files, which belongs to the program on every site.
ROUTE = Route(
    "assets/pictures/{folder}/{file}",
    "Kept pictures of other hosts, and smaller versions of pictures",
    shared=True,
)
FOLDER = "assets/pictures/"

#: Types of pictures that browsers show, with the suffixes of their files.
SUFFIXES = {
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}

_TYPES = {suffix: media_type for media_type, suffix in SUFFIXES.items()}


def type_of(name: str) -> str:
    """Return the media type of a picture by its name among the files of pictures."""
    return _TYPES[name.rpartition(".")[2]]


_NAME = re.compile(
    rf"([0-9a-f]{{2}})/(?:\d+-)?\1[0-9a-f]{{{_DIGITS - 2},}}\.(?:{'|'.join(SUFFIXES.values())})"
)


def original_name(digest: str, media_type: str) -> str:
    """Return the name of a picture below `FOLDER`, from its SHA-256 in hexadecimal: `ab/abcdef….jpg`."""
    return f"{digest[:2]}/{digest[:_DIGITS]}.{SUFFIXES[media_type]}"


class Smaller(NamedTuple):
    """How smaller versions of pictures are made: their `widths` in pixels, format and quality (0 to 100)."""

    widths: tuple[int, ...] = ()
    form: str = "webp"
    quality: int = 80

    def below(self, width: int, height: int) -> list[int]:
        """Return the widths of the versions of a picture that are smaller than itself, the smallest first."""
        return sorted({one for one in self.widths if one < width and one * height <= _LONGEST_SIDE * width})

    def makes(self, name: str) -> bool:
        """Tell whether a version with a name has one of the widths, and is made in this way."""
        file = name.rpartition("/")[2]
        width = file.partition("-")[0]
        is_so_made = file.endswith(f"{_recipe(self.form, self.quality)}.{self.form}")
        return is_so_made and width.isdecimal() and int(width) in self.widths

    def name(self, original: str, width: int) -> str:
        """Return the name of a smaller version: `ab/960-abcdef….webp`; the last digits are of the recipe."""
        folder, _, file = original.partition("/")
        recipe = _recipe(self.form, self.quality)
        return f"{folder}/{width}-{file.partition('.')[0]}{recipe}.{self.form}"


@lru_cache(maxsize=8)
def _recipe(form: str, quality: int) -> str:
    return digest_text(f"{form} {quality}", 4)


def digits_of(file: str) -> str:
    """Return the first digits of a picture's digest, from the name of its file or of a smaller version."""
    return file.rpartition("-")[2].partition(".")[0][:_DIGITS]


def is_name(name: str) -> bool:
    """Tell whether a name below `FOLDER` is that of a picture or of a smaller version."""
    return _NAME.fullmatch(name) is not None
