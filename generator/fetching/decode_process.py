"""Decode pictures in a process of their own, which may have little memory and can be killed.

It reads pictures from standard input, each after its length in eight bytes, and answers with a line of JSON.
What strangers send is decoded here and nowhere else before it is kept.
"""

from __future__ import annotations

import json
import sys
import warnings
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image

from generator.fetching.svg import SvgError, is_svg, svg_size
from generator.pictures.raster import OPENED, described

#: Frames of a moving picture that are looked at.
_FRAMES = 5_000


def judge(data: bytes, max_pixels: int) -> dict[str, Any]:
    """Return type, width, height and `still`; or `why` it is not kept.

    `final` tells whether the same bytes will never be.
    """
    if is_svg(data):
        try:
            size = svg_size(data)
        except SvgError as error:
            return {"why": str(error), "final": True}
        return {"type": "image/svg+xml", "width": size.width, "height": size.height, "still": False}
    try:
        return _raster(data, max_pixels)
    except MemoryError:
        return {"why": "it takes too much memory", "final": True}
    except Exception as error:  # decoders fail in many ways on what strangers send
        return {"why": f"it is not a picture that browsers show ({type(error).__name__})", "final": False}


def _raster(data: bytes, max_pixels: int) -> dict[str, Any]:
    with Image.open(BytesIO(data), formats=OPENED) as picture:
        if picture.width * picture.height > max_pixels:
            why = f"it has {picture.width:,} × {picture.height:,} pixels, more than {max_pixels:,} in all"
            return {"why": why, "final": True}
        found = described(picture)
        if not found.still and getattr(picture, "n_frames", 1) > _FRAMES:
            return {"why": f"it has more than {_FRAMES:,} frames", "final": True}
        picture.load()
    return found._asdict()


def limit_memory(size: int) -> None:
    """Let this process have so many bytes of memory and no more, where the system can do that."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):  # Windows, macOS
        pass


def serve(source: BinaryIO, target: BinaryIO, max_pixels: int) -> None:
    """Judge picture after picture, until there is no more."""
    while len(head := source.read(8)) == 8:
        data = source.read(int.from_bytes(head, "big"))
        target.write(f"{json.dumps(judge(data, max_pixels))}\n".encode())
        target.flush()


def main() -> None:
    """Run the process: its arguments are the most pixels of a picture, and bytes of memory."""
    Image.MAX_IMAGE_PIXELS = None  # Sizes are judged here.
    warnings.simplefilter("ignore")
    max_pixels, memory = int(sys.argv[1]), int(sys.argv[2])
    Image.init()
    limit_memory(memory)
    serve(sys.stdin.buffer, sys.stdout.buffer, max_pixels)


if __name__ == "__main__":
    main()
