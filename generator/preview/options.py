"""What a preview is asked for on the command line; apart, so that asking takes no library."""

from __future__ import annotations

from typing import NamedTuple


class Choices(NamedTuple):
    """What the command line says. `port` 0 is any that is free; `jobs` 0 a worker for each core."""

    host: str = "127.0.0.1"
    port: int = 8000
    allowed: tuple[str, ...] = ()
    jobs: int = 0
    reloads: bool = True
    polls: bool = False
    opens: bool = False
    tells_requests: bool = False
