"""Remember what a server said of a feed, so that a feed that has not changed costs nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from generator.core.digests import digest_text
from generator.importers.feeds.fetch import Validators
from generator.system.files import replacing


class FeedState(NamedTuple):
    """What a server said of a feed, the digest of the feed, and that of the way in which it was imported."""

    validators: Validators = Validators()
    content: str = ""
    way: str = ""


def state_file(folder: Path, url: str) -> Path:
    """Return the file for a feed in the folder of an archive's state; each feed has its own."""
    return folder / "feeds" / f"{digest_text(url, 16)}.json"


def read_state(file: Path, way: str) -> FeedState:
    """Return the state of a feed; an empty one if there is none, or if it was imported in a different way."""
    try:
        stored = json.loads(file.read_text("utf-8"))
        fields = [str(stored[name]) for name in ("etag", "last_modified", "content", "way")]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return FeedState()  # A state is a cache: without it the feed is read again.
    state = FeedState(Validators(*fields[:2]), *fields[2:])
    return state if state.way == way else FeedState()


def write_state(file: Path, url: str, state: FeedState) -> None:
    """Remember the state of a feed. Raises OSError."""
    etag, last_modified = state.validators
    stored = {"url": url, "etag": etag, "last_modified": last_modified}
    with replacing(file) as new:
        text = json.dumps({**stored, "content": state.content, "way": state.way}, ensure_ascii=False)
        new.write_text(f"{text}\n", "utf-8")
