"""Make smaller versions of pictures with Pillow, each once for all builds."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Protocol

from PIL import Image, ImageOps

from generator.pictures.raster import OPENED, orientation
from generator.system.files import replacing


class SmallerError(Exception):
    """A picture can't be decoded."""


class Recipe(Protocol):
    """What a smaller version follows from: the SHA-256 of a picture, a width in pixels, format, quality."""

    @property
    def digest(self) -> str:
        """The SHA-256 in hexadecimal."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def form(self) -> str:
        """The format, webp or avif."""

    @property
    def quality(self) -> int:
        """1 to 100."""


def cached(folder: Path, recipe: Recipe, library: str, read: Callable[[], bytes]) -> bytes:
    """Return a smaller version from the cache in a folder, or make it and keep it there.

    `library` is the version of Pillow; `read` returns the bytes of the picture. A picture that can't be
    decoded to its end stands for its smaller versions: browsers show what there is of it. Raises OSError.
    """
    name = f"{recipe.digest}-{recipe.width}-{recipe.quality}-{library}.{recipe.form}"
    file = folder / recipe.digest[:2] / name
    try:
        return file.read_bytes()
    except FileNotFoundError:
        pass
    original = read()
    try:
        data = smaller(original, recipe.width, recipe.form, recipe.quality)
    except SmallerError:
        data = original
    with replacing(file) as new:
        new.write_bytes(data)
    return data


def smaller(data: bytes, width: int, form: str, quality: int) -> bytes:
    """Return a picture in a width in pixels, upright, in the format `form`. Raises SmallerError."""
    try:
        with Image.open(BytesIO(data), formats=OPENED) as picture:
            # JPEG is decoded at a fraction of its size; twice the width is enough for a sharp result.
            picture.draft(None, (width * 2, width * 2))
            shown = _upright(picture, width)
            made = BytesIO()
            profile = picture.info.get("icc_profile")
            shown.save(made, form.upper(), quality=quality, icc_profile=profile or b"")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise SmallerError(f"it can't be decoded ({error})") from None
    return made.getvalue()


def _upright(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture in a width, turned as cameras note it, in colours that every format has."""
    turned = ImageOps.exif_transpose(picture) if orientation(picture) != 1 else picture
    if turned.mode not in ("RGB", "RGBA", "L"):
        has_alpha = turned.has_transparency_data
        turned = turned.convert("RGBA" if has_alpha else "RGB")
    height = max(1, round(turned.height * width / turned.width))
    return turned.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
