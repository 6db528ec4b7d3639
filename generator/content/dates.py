"""Read dates as people and programs write them: one reader for builds, imports and new posts.

PyYAML would return three types for them. Here strict expressions decide; a text that none of them matches,
or that has two meanings, is not a date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from generator.content.date_parts import Written, microseconds, offset_of

#: For messages: what an author may write.
FORMS = "2021-12-28 07:35:22 +0800, 2021-12-28 10:39, 2021-12-28, 2021/12/28, 2021年12月28日 10:39, ISO 8601"

#: The forms of nearly all posts. The table of all forms takes 20 ms to load, so it is loaded for others only.
_USUAL = re.compile(
    r"""([0-9]{4}) ([-/.]) ([0-9]{1,2}) \2 ([0-9]{1,2})
    (?: (?: [Tt] | \ + )
        ([0-9]{1,2}) : ([0-9]{2}) (?: : ([0-9]{2}) (?: [.,] ([0-9]+) )? )?
        (?: \ * ( [Zz] | UTC | GMT | [+-][0-9]{2} (?: :? [0-9]{2} )? | [+-][0-9] ) )?
    )?""",
    re.VERBOSE,
)
#: Longer texts are prose.
_LONGEST = 100
#: A date that is not given: an offset alone, as a program writes it for an empty date; the zero of databases.
_NOT_GIVEN = re.compile(r"(?:[+-][0-9]{2}:?[0-9]{2}|Z|UTC|GMT|0[0\s:./TZ+-]*)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Before this year some zones kept local mean time, to the second.
_WHOLE_MINUTES_SINCE = 1973

#: The day that a name begins with and that its slug lacks.
_NAMED = re.compile(r"([0-9]{4})([-_])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])[-_. ]*")
#: The day that a name begins with, in all forms.
_ANY_NAMED = re.compile(
    r"[-_. ]*([0-9]{4})(?:([-_.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])|年([0-9]{1,2})月([0-9]{1,2})日)[-_. ]*"
)
_CODE = re.compile(r"[-_. ]*((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")


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
    one = _written(text)
    if not one:
        return None
    try:
        return _in_zone(one.moment(zone), zone)
    except (ValueError, OverflowError):
        return None


def _written(text: str) -> Written | None:
    """Return the parts of a date; its day or its time may still be in no calendar and on no clock."""
    text = text.strip()
    if usual := _USUAL.fullmatch(text):
        return _usual(*usual.groups())
    if not text or len(text) > _LONGEST:
        return None
    # Late: see `_USUAL`.
    from generator.content.date_forms import read

    return read(text)


def _usual(
    year: str, _: str, month: str, day: str, hour: str, minute: str, second: str, fraction: str, offset: str
) -> Written | None:
    try:
        zone = offset_of(offset) if offset else None
    except ValueError:
        return None
    time = (int(hour), int(minute), int(second or 0), microseconds(fraction)) if hour else (0, 0, 0, 0)
    return Written(int(year), int(month), int(day), *time, zone)


def written_day(text: str) -> str:
    """Return the day that a date spells, as `2021-12-28`, whatever its time zone; "" for other texts.

    The day of a number of seconds is that of UTC.
    """
    one = _written(text)
    return f"{one.year:04}-{one.month:02}-{one.day:02}" if one else ""


def is_given(text: str) -> bool:
    """Tell whether a text gives a date, readable or not: it is not empty, an offset alone, or a zero."""
    return not _NOT_GIVEN.fullmatch(text.strip())


def problem_of(text: str) -> tuple[str, str]:
    """Return the code of the problem of a text that is not a date, and the end of a sentence about it."""
    if not is_given(text):
        return "date.missing", "names no day"
    reason = _doubt(text)
    return ("date.ambiguous", reason) if reason else ("date.unreadable", "is not a date")


def _doubt(text: str) -> str:
    """Return the reason why a text that is like a date has two meanings; "" for other texts."""
    if len(text) > _LONGEST:
        return ""
    # Late: see `_USUAL`.
    from generator.content.date_forms import doubt as doubt_of

    return doubt_of(text)


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

    `2021-12-28-…`, `2021_12_28…`, `2021.12.28…` and `2021年12月28日…` name a day. So do the first eight
    digits of a code (`202112282227676010`), alone or after an impossible date. The digits after them are
    no time of day: in many codes they count. Each may follow a hyphen, where a program had no date to write.
    """
    named = _ANY_NAMED.match(stem)
    if named:
        year, _, month, day, han_month, han_day = named.groups()
        if _is_day(year, month or han_month, day or han_day):
            return f"{year}-{month or han_month:0>2}-{day or han_day:0>2}"
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
