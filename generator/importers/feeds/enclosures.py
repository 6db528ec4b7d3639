"""Show what an entry has beside its text: a picture, sounds and films."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_PLAYERS = {"audio": "audio", "video": "video"}


class Enclosure(NamedTuple):
    """A file of an entry: its address, its media type ("" if unknown) and its title."""

    url: str
    media_type: str
    title: str = ""

    @property
    def kind(self) -> str:
        """What it is: `image`, `audio`, `video` or something else."""
        return self.media_type.partition("/")[0].strip().lower()


def first_picture(enclosures: Iterable[Enclosure]) -> str:
    """Return the address of the first picture, "" if there is none."""
    return next((one.url for one in enclosures if one.kind == "image" and _WEB.match(one.url)), "")


def with_players(body: str, enclosures: Iterable[Enclosure]) -> str:
    """Return a body with the sounds and films that it lacks, and with links to other files."""
    parts = [body]
    for one in dict.fromkeys(enclosures):
        src = html.escape(one.url)
        if one.kind == "image" or not _WEB.match(one.url) or one.url in body or src in body:
            continue
        if player := _PLAYERS.get(one.kind):
            parts.append(f'<p><{player} controls src="{src}"></{player}></p>')
        else:
            parts.append(f'<p><a href="{src}">{html.escape(one.title or one.url, quote=False)}</a></p>')
    return "\n".join(part for part in parts if part)
