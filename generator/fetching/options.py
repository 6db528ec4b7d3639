"""Hold the settings of a fetch, and where an archive keeps what is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from generator.config.schema import SiteConfig
from generator.core.paths import SitePaths
from generator.fetching.limits import NO_LIMIT, Limit
from generator.kinds.parts.pictures import PICTURES


class FetchOptions(NamedTuple):
    """What a fetch may ask for, and how.

    - `allow_private`: also hosts of the own machine and of private networks are asked.
    - `limit`: how much one run asks for.
    - `again`: also lost pictures are asked for.
    - `pause`: seconds between two requests to a host; `per_host`: requests to a host at the same time.
    - `referers`: by host, for it and all hosts below it; without one none is sent.
    - `refuse`: the SHA-256 of pictures that hosts send in place of others.
    - `site`: the URL of the archive, so that other hosts know who asks.
    - `wayback`: the Wayback Machine is asked for copies of lost pictures.
    - `timeout`: seconds that one picture may take in all.
    """

    max_bytes: int = 20_000_000
    max_pixels: int = 50_000_000
    pause: float = 1.0
    per_host: int = 1
    referers: Mapping[str, str] = {}
    refuse: tuple[str, ...] = ()
    site: str = ""
    allow_private: bool = False
    again: bool = False
    limit: Limit = NO_LIMIT
    wayback: bool = False
    timeout: float = 60.0


def fetch_options(config: SiteConfig) -> FetchOptions:
    """Return the settings of site.yaml."""
    chosen = PICTURES.of(config)
    return FetchOptions(
        max_bytes=chosen.max_bytes,
        max_pixels=chosen.max_pixels,
        pause=chosen.pause,
        per_host=chosen.per_host,
        referers=chosen.referers,
        refuse=chosen.refuse,
        site=config.url,
    )


def lock_file(paths: SitePaths) -> Path:
    """Return the lock of what writes to registry and store."""
    return paths.state / "pictures.lock"
