"""Compiled templates are kept from build to build: compiling them takes longer than rendering what is new.

They are code: what stands in the file is what runs. So each begins with a digest of itself and of all that it
was made from; whatever does not fit is compiled again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator import __version__
from generator.core.digests import content_digest, digest_text
from generator.system.files import replacing
from generator.system.versions import version

_DIGEST = 16


class Compiled(BytecodeCache):
    """Keeps a file for each template in a folder. What the system refuses is done without."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._program = f"{__version__} {version('jinja2')} {version('markupsafe')}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what tells a template from others: its name, and the file that errors in it are told of."""
        return f"{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template from its file, if there is one that fits."""
        with suppress(OSError):
            data = self._file(bucket).read_bytes()
            if data[:_DIGEST] == self._digest(bucket, data[_DIGEST:]):
                bucket.bytecode_from_string(data[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a template into its file, in the place of what another version of it has left there."""
        data = bucket.bytecode_to_string()
        with suppress(OSError), replacing(self._file(bucket)) as new:
            new.write_bytes(self._digest(bucket, data) + data)

    def _file(self, bucket: Bucket) -> Path:
        """Return where a template of this name in this theme is kept, wherever the archive is."""
        name, _, file = bucket.key.partition("\0")
        theme = Path(file.rpartition("/templates/")[0]).name
        return self._folder / digest_text(f"{theme}\0{name}", 2 * _DIGEST)

    def _digest(self, bucket: Bucket, data: bytes) -> bytes:
        made_from = f"{self._program}\0{bucket.key}\0{bucket.checksum}\0"
        return content_digest(made_from.encode("utf-8", "surrogatepass") + data)
