"""Parse dates of imported data: the forms of front matter, seconds since 1970, and RFC 5322 (e-mail, RSS)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from generator.content.dates import parse_date

#: Seconds, milliseconds or microseconds since 1970, with 9 or 10 digits of seconds (1973 to 2286).
_EPOCH = re.compile(r"([0-9]{9}(?![0-9])|[0-9]{10})(?:\.[0-9]*|[0-9]{3}|[0-9]{6})?")
#: RFC 5322, section 3.3: `Tue, 28 Dec 2021 07:35:22 +0800`.
_MAIL = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?[0-9]{1,2}\s+[A-Za-z]{3,9}\s+[0-9]{4}\s+[0-9][0-9:]*\s*([^\s(]*)")
#: Zone names with only one meaning. CST, for example, is UTC-6 in America and UTC+8 in China.
_UTC = frozenset({"GMT", "UT", "UTC", "Z", "-0000"})
#: ISO 8601 in its basic format, without separators.
_COMPACT = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[T ]?([0-9]{2})([0-9]{2})([0-9]{2})?)?(Z|[+-][0-9:]+)?"
)


def parse_any_date(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant that a text means, as an aware time in the zone; None if it is no date."""
    text = text.strip()
    return parse_date(text, zone) or _epoch(text, zone) or _compact(text, zone) or _mail(text, zone)


def format_date(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as a date for front matter, from which the same zone gives the same instant."""
    local = instant.replace(tzinfo=None).isoformat(" ")
    with_offset = f"{local} {instant.strftime('%z')[:5]}"
    # Offsets of local mean time have seconds, which the format lacks: then leave the offset to the zone.
    return with_offset if parse_date(with_offset, zone) == instant else local


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
        instant = parsedate_to_datetime(text)
        if found[1].upper() in _UTC:
            instant = instant.replace(tzinfo=UTC)  # Python leaves -0000 without a zone.
        plain = instant.isoformat(" ", timespec="seconds")
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return parse_date(plain, zone)
