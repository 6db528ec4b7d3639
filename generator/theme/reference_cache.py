"""Keep what templates refer to from build to build, beside the compiled templates.

Pages whose references are wrong would go stale unseen. So the file is sealed (`sealed_file`) with the
versions that it depends on; if they differ, or it is damaged, templates are parsed again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator import __version__
from generator.system.versions import version
from generator.theme.sealed_file import read_sealed, sources, write_sealed
from generator.theme.template_references import References

_NAME = "references"
#: Texts that are kept: those of this build, and of earlier ones as far as there is room.
_TEXTS = 500


def known_references(folder: Path) -> dict[str, References]:
    """Return the references of templates that earlier builds parsed, by the digests of their texts."""
    data = read_sealed(folder / _NAME, _parser())
    found = json.loads(data) if data is not None else {}
    return {text: References(*map(tuple, one)) for text, one in found.items()}


def keep_references(folder: Path, found: Mapping[str, References]) -> None:
    """Keep references, so that the next build need not parse unchanged templates."""
    known = known_references(folder)
    if found.items() <= known.items():
        return
    kept = dict(list({**found, **known}.items())[:_TEXTS])
    write_sealed(folder / _NAME, json.dumps(kept).encode(), _parser())


def _parser() -> str:
    return f"{__version__} {sources('template_references', 'once_tag')} {version('jinja2')}"
