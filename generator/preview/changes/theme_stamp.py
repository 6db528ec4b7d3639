"""Whether site.yaml, slugs or a theme of the site changed, for when the system did not tell."""

from __future__ import annotations

from pathlib import Path

from generator.core.digests import digest_values
from generator.core.paths import SitePaths
from generator.system.folders import walk


def looks_stamp(paths: SitePaths) -> str:
    """Return a digest of the names, sizes and times of all that decides the looks of pages."""
    listed = [
        (path, *file) for path, listing in walk(str(paths.themes), lambda _: False) for file in listing.files
    ]
    return digest_values([_state(paths.config), _state(paths.registry)], sorted(listed)).hex()


def _state(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
