"""Ask the Wayback Machine for copies of lost pictures (archive.org/help/wayback_api.php)."""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from urllib.parse import urlencode

from generator.fetching.client import Answer, PictureClient

_MOMENT = re.compile(r"\d{14}")


class Service(NamedTuple):
    """Where the service says which copies it has, and where the copies are."""

    available: str = "https://archive.org/wayback/available"
    copies: str = "https://web.archive.org/web"


THE_SERVICE = Service()


class Copy(NamedTuple):
    """The answer for a copy, and its address, "" if there is none."""

    answer: Answer
    address: str = ""


def get_copy(client: PictureClient, service: Service, address: str, date: str) -> Copy:
    """Return the copy of a picture that was made nearest to a date (ISO 8601)."""
    day = date[:10].replace("-", "")
    found = client.get(f"{service.available}?{urlencode({'url': address, 'timestamp': day})}")
    if found.kind != "got":
        return Copy(found)
    moment = _nearest(found.data)
    if not moment:
        return Copy(Answer("failed", why="the Wayback Machine has no copy"))
    # `id_`: the bytes as they were, without anything added.
    copy = f"{service.copies}/{moment}id_/{address}"
    return Copy(client.get(copy), copy)


def _nearest(data: bytes) -> str:
    """Return the time of the copy that an answer names, as 14 digits; "" if it names none."""
    try:
        copy = json.loads(data)["archived_snapshots"]["closest"]
        moment = str(copy["timestamp"])
    except (ValueError, KeyError, TypeError):
        return ""
    return moment if copy.get("available") is True and _MOMENT.fullmatch(moment) else ""
