"""Keep what is made from templates in files that say when they are damaged, or made from something else."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from generator.core.digests import content_digest
from generator.system.files import replacing

#: Bytes of the digest at the beginning.
_DIGEST = 16


def read_sealed(file: Path, made_from: str) -> bytes | None:
    """Return the content of a file; None if it is missing, damaged, or made from something else."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    content = data[_DIGEST:]
    return content if data[:_DIGEST] == _digest(content, made_from) else None


def write_sealed(file: Path, content: bytes, made_from: str) -> None:
    """Write a file, over an older one. Errors of the system are ignored: it is only a cache."""
    with suppress(OSError), replacing(file) as new:
        new.write_bytes(_digest(content, made_from) + content)


@cache
def sources(*modules: str) -> str:
    """Return a digest of the sources of modules beside this one, by which a change of them is known."""
    files = (Path(__file__).with_name(f"{name}.py") for name in modules)
    return content_digest(b"".join(file.read_bytes() for file in files if file.exists())).hex()


def _digest(content: bytes, made_from: str) -> bytes:
    return content_digest(f"{made_from}\0".encode("utf-8", "surrogatepass") + content)
