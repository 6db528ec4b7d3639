"""Parse dates as people and scrapers write them.

PyYAML would return three types for them. Here one strict expression decides;
a text that it does not match is not a date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

#: For messages: what an author may write.
FORMS = "2021-12-28 07:35:22 +0800, 2021-12-28 10:39, 2021-12-28, 2021/12/28, 2021年12月28日 10:39, ISO 8601"

_DATE = re.compile(
    r"""([0-9]{4}) (?: ([-/.]) ([0-9]{1,2}) \2 ([0-9]{1,2}) | 年\ ?([0-9]{1,2})月\ ?([0-9]{1,2})日 )
    (?: (?: [Tt] | \ + | (?<=日) )
        ([0-9]{1,2}) : ([0-9]{2}) (?: : ([0-9]{2}) (?: [.,] ([0-9]+) )? )?
        (?: \ * ([Zz] | UTC | GMT | [+-][0-9]{2} (?: :? [0-9]{2} )? | [+-][0-9]) )?
    )?""",
    re.VERBOSE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Before this year some zones kept local mean time, to the second.
_WHOLE_MINUTES_SINCE = 1973

_NAMED = re.compile(r"([0-9]{4})([-_])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])[-_. ]*")
_CODE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")


@lru_cache(maxsize=8)
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name. Raises ZoneInfoNotFoundError for others."""
    return ZoneInfo(name)


def parse_date(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the instant that a text names, as an aware time in the zone; None if the text is not a date.

    A time without an offset is in the zone; a day without a time starts at
    midnight. Where clocks go back, the earlier of two instants is meant; a time
    that they skip is counted from before the gap (PEP 495, fold=0).
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    try:
        return _in_zone(_written(match, zone), zone)
    except (ValueError, OverflowError):
        return None


def _written(match: re.Match[str], zone: ZoneInfo) -> datetime:
    """Return the time that a match spells. Raises ValueError for a day that is not in the calendar."""
    year, _, month, day, han_month, han_day, hour, minute, second, fraction, offset = match.groups()
    return datetime(
        int(year),
        int(month or han_month),
        int(day or han_day),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        int(fraction[:6].ljust(6, "0")) if fraction else 0,
        _offset(offset) if offset else zone,
    )


def written_day(text: str) -> str:
    """Return the day that a date spells, as `2021-12-28`, whatever its time zone; "" for other texts."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return ""
    year, _, month, day, han_month, han_day, *_ = match.groups()
    return f"{year}-{month or han_month:0>2}-{day or han_day:0>2}"


@lru_cache(maxsize=64)
def _offset(written: str) -> timezone:
    """Return the offset of `+0800`, `+08:00`, `+08`, `+8` or `Z`. Raises ValueError for 24 hours or more."""
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError("no hour has so many minutes")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a time in the zone. The way through UTC turns times which clocks skip into real ones.

    Local mean time has offsets to the second (+08:05:43), which RFC 3339 can't
    write: such an offset loses its seconds, the time of day stays.
    """
    local = moment.astimezone(UTC).astimezone(zone)
    if local.year < _WHOLE_MINUTES_SINCE:
        offset = local.utcoffset() or timedelta()
        local = local.replace(tzinfo=timezone(offset - offset % timedelta(minutes=1)))
        local.astimezone(UTC)  # raises OverflowError where the first minutes of year 1 are cut off
    return local


def stamp_of(moment: datetime) -> int:
    """Return microseconds since the epoch, exactly; negative before it."""
    return (moment - _EPOCH) // _MICROSECOND


def date_from_name(stem: str) -> str:
    """Return the day that a file's name (without suffix) starts with, as `2021-12-28`, or "".

    `2021-12-28-…` and `2021_12_28…` name a day. So do the first eight digits of a
    code (`202112282227676010`), alone or after an impossible date.
    """
    named = _NAMED.match(stem)
    if named and _is_day(named[1], named[3], named[4]):
        return f"{named[1]}-{named[3]:0>2}-{named[4]:0>2}"
    code = _CODE.match(stem, named.end() if named else 0)
    return "-".join(code.groups()) if code and _is_day(*code.groups()) else ""


def without_date(stem: str) -> str:
    """Return a file's name without the date it starts with; a name that is only a date stays."""
    named = _NAMED.match(stem)
    return stem[named.end() :] if named and named.end() > named.end(4) else stem


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
