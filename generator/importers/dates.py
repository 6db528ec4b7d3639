"""Write dates of imported data as front matter has them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from generator.content.dates import parse_date


def format_date(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as a date for front matter, from which the same zone gives the same instant."""
    local = instant.replace(tzinfo=None).isoformat(" ")
    with_offset = f"{local} {instant.strftime('%z')[:5]}"
    # Offsets of local mean time have seconds, which the format lacks: then leave the offset to the zone.
    return with_offset if parse_date(with_offset, zone) == instant else local
