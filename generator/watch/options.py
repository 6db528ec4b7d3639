"""The options of `backfile watch`."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from generator.publish.publish import KEEP
from generator.publish.target import Target


class WatchOptions(NamedTuple):
    """The options of a watch, besides those of its builds.

    - `look_minutes`: all of the content is compared so often, whatever the system reports.
    - `survey_at`: the time of day, in the site's time zone, at which the output is compared too.
    - `polls`: the system is not asked to report changes.
    - `target`: where batches are published; None for nowhere. `keep` is how many releases a folder keeps.
    - `pictures`: the most that one fetch of pictures between batches asks for (`10m`, `500`); "" for none.
    - `command`: a command for the shell, run after each batch; "" for none.
    """

    look_minutes: float = 15.0
    survey_at: time = time(3, 30)
    polls: bool = False
    target: Target | None = None
    keep: int = KEEP
    command: str = ""
    pictures: str = ""
