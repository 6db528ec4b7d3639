"""Detect changes of site.yaml, the slugs and the themes that the system did not report."""

from __future__ import annotations

from pathlib import Path

from generator.core.digests import digest_values
from generator.core.paths import SitePaths
from generator.system.folders import walk


def settings_stamp(paths: SitePaths) -> str:
    """Return a digest of names, sizes and times of site.yaml and of the files of the site's themes."""
    listed = [
        (path, *file) for path, listing in walk(str(paths.themes), lambda _: False) for file in listing.files
    ]
    return digest_values([_state(paths.config)], sorted(listed)).hex()


def slugs_stamp(paths: SitePaths) -> str:
    """Return a digest of size and time of content/slugs.yaml, which builds write too."""
    return digest_values([_state(paths.registry)]).hex()


def _state(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
