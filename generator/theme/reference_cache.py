"""Keep what templates refer to from build to build, beside the compiled templates.

Pages whose references are wrong would go stale unseen. So the file begins with a digest of its content and of
the versions that it depends on; if the digest does not match, templates are parsed again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator import __version__
from generator.core.digests import content_digest
from generator.system.files import replacing
from generator.system.versions import version
from generator.theme.template_references import References

_NAME = "references"
_DIGEST = 16
#: Texts that are kept: those of this build, and of earlier ones as far as there is room.
_TEXTS = 500


def known_references(folder: Path) -> dict[str, References]:
    """Return the references of templates that earlier builds parsed, by the digests of their texts."""
    data = b""
    with suppress(OSError):
        data = (folder / _NAME).read_bytes()
    if data[:_DIGEST] != _digest(data[_DIGEST:]):
        return {}
    return {text: References(*map(tuple, one)) for text, one in json.loads(data[_DIGEST:]).items()}


def keep_references(folder: Path, found: Mapping[str, References]) -> None:
    """Keep references, so that the next build need not parse unchanged templates.

    Errors of the system are ignored: it is only a cache.
    """
    known = known_references(folder)
    if found.items() <= known.items():
        return
    data = json.dumps(dict(list({**found, **known}.items())[:_TEXTS])).encode()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(folder / _NAME) as new:
            new.write_bytes(_digest(data) + data)


def _digest(data: bytes) -> bytes:
    return content_digest(f"{__version__} {version('jinja2')}\0".encode() + data)
