"""Dates as data has them: what front matter may say, seconds since 1970, and those of e-mail and RSS."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from generator.content.dates import parse_date

#: Seconds, milliseconds, microseconds since 1970; of this millennium's first half-century or so.
_EPOCH = re.compile(r"([0-9]{9}(?![0-9])|[0-9]{10})(?:\.[0-9]*|[0-9]{3}|[0-9]{6})?")
#: RFC 5322, section 3.3: `Tue, 28 Dec 2021 07:35:22 +0800`.
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?[0-9]{1,2}\s+[A-Za-z]{3,9}\s+[0-9]{4}\s+[0-9][0-9:]*\s*([^\s(]*)")
#: Zones by letters that mean the same everywhere. CST is UTC-6 in America and UTC+8 in China.
_UTC = frozenset({"GMT", "UT", "UTC", "Z", "-0000"})
#: ISO 8601 as SQL and Python write it, with more or other parts than people do.
_COMPACT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[T ]?([0-9]{2})([0-9]{2})([0-9]{2})?)?(Z|[+-][0-9:]+)?"
)


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant that a text names, as an aware time in the zone; None if it names none."""
    text = text.strip()
    return parse_date(text, zone) or _epoch(text, zone) or _compact(text, zone) or _mail(text, zone)


def written(moment: datetime, zone: ZoneInfo) -> str:
    """Return an instant as front matter says it: read in the same zone, it is the same again."""
    local = moment.replace(tzinfo=None).isoformat(" ")
    with_offset = f"{local} {moment.strftime('%z')[:5]}"
    # Offsets of local mean time have seconds, which nothing can write: there the zone says it better.
    return with_offset if parse_date(with_offset, zone) == moment else local


def _epoch(text: str, zone: ZoneInfo) -> datetime | None:
    if not (found := _EPOCH.fullmatch(text)):
        return None
    seconds = int(found[1])
    rest = text[len(found[1]) :]
    fraction = rest if not rest or rest[0] == "." else f".{rest}"
    instant = datetime.fromtimestamp(seconds, UTC).replace(microsecond=int(fraction[1:7].ljust(6, "0") or 0))
    return instant.astimezone(zone)


def _compact(text: str, zone: ZoneInfo) -> datetime | None:
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    time = f" {hour}:{minute}:{second or '00'} {offset or ''}" if hour else ""
    return parse_date(f"{year}-{month}-{day}{time}", zone)


def _mail(text: str, zone: ZoneInfo) -> datetime | None:
    found = _MAIL.match(text)
    if not found or (found[1][:1].isalpha() and found[1].upper() not in _UTC):
        return None
    try:
        moment = parsedate_to_datetime(text)
        if found[1].upper() in _UTC:
            moment = moment.replace(tzinfo=UTC)  # Python gives -0000 none.
        plain = moment.isoformat(" ", timespec="seconds")
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return parse_date(plain, zone)
