"""Keep compiled templates from build to build, since compiling takes longer than rendering a few new pages.

A compiled template is code that is run. So each file begins with a digest of its content and of all that it
was made from; if the digest does not match, the template is compiled again.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator import __version__
from generator.core.digests import digest_text
from generator.system.versions import version
from generator.theme.sealed_file import read_sealed, sources, write_sealed

#: Hexadecimal digits of a name.
_NAME = 32


class CompiledTemplates(BytecodeCache):
    """Keeps a file for each template in a folder. Errors of the system are ignored: it is only a cache."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Compiled templates pass the context to the filters and tags that take it.
        own = f"{__version__} {sources('environment', 'once_tag')}"
        self._program = f"{own} {version('jinja2')} {version('markupsafe')}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template: its name, and the file that messages about errors in it name."""
        return f"{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template from its file, if there is one and its digest matches."""
        data = read_sealed(self._file(bucket), self._made_from(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a template to its file, over an older version."""
        write_sealed(self._file(bucket), bucket.bytecode_to_string(), self._made_from(bucket))

    def _file(self, bucket: Bucket) -> Path:
        """Return the file for a template, by the names of template and theme, wherever the archive is."""
        name, _, file = bucket.key.partition("\0")
        theme = Path(file.rpartition("/templates/")[0]).name
        return self._folder / digest_text(f"{theme}\0{name}", _NAME)

    def _made_from(self, bucket: Bucket) -> str:
        return f"{self._program}\0{bucket.key}\0{bucket.checksum}"
