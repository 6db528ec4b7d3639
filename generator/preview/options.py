"""Hold the options of a preview. The module needs none of the server's libraries."""

from __future__ import annotations

from typing import NamedTuple


class PreviewOptions(NamedTuple):
    """The options of the command line. `port` 0 is any free port; `jobs` 0 is one worker for each core."""

    host: str = "127.0.0.1"
    port: int = 8000
    allowed: tuple[str, ...] = ()
    jobs: int = 0
    reloads: bool = True
    polls: bool = False
    opens: bool = False
    logs_requests: bool = False
