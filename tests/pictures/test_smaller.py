"""Smaller versions are upright, in colours that browsers know, and keep what is transparent."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from generator.pictures.smaller import SmallerError, smaller


def written(picture: Image.Image, form: str, **options: object) -> bytes:
    made = BytesIO()
    picture.save(made, form, **options)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_a_turned_photograph_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = written(Image.new("RGB", (800, 400), "teal"), "JPEG", exif=exif)
    assert opened(smaller(data, 100, "webp", 80)).size == (100, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_all_sorts_of_colours(mode: str) -> None:
    made = opened(smaller(written(Image.new(mode, (64, 32)), "PNG"), 32, "webp", 80))
    assert made.size == (32, 16)
    assert made.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_print_colours_and_the_other_format() -> None:
    made = opened(smaller(written(Image.new("CMYK", (64, 32)), "JPEG"), 32, "avif", 60))
    assert (made.format, made.size) == ("AVIF", (32, 16))


def test_what_is_transparent_stays_so() -> None:
    data = written(Image.new("RGBA", (64, 32), (255, 0, 0, 0)), "PNG")
    pixel = opened(smaller(data, 32, "webp", 80)).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert pixel[3] == 0


def test_the_same_bytes_every_time() -> None:
    data = written(Image.effect_noise((64, 64), 50).convert("RGB"), "PNG")
    assert smaller(data, 32, "webp", 80) == smaller(data, 32, "webp", 80)


def test_what_can_not_be_decoded() -> None:
    with pytest.raises(SmallerError, match="it can't be decoded"):
        smaller(b"<p>", 32, "webp", 80)
