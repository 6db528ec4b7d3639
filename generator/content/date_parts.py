"""Put the parts of a written date together: numbers in Chinese, half days, offsets, fractions of a second."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

#: Words for half days. With those of the first set 12 o'clock is midnight, with the second it is noon.
_BEFORE_NOON = frozenset({"凌晨", "清晨", "早晨", "早上", "早", "上午", "午前", "오전", "am"})
_AFTER_NOON = frozenset({"下午", "午后", "午後", "傍晚", "오후", "pm"})
_NOON = frozenset({"中午", "正午"})
_EVENING = frozenset({"晚上", "晚", "夜间", "夜間"})
HALVES = (*_BEFORE_NOON, *_AFTER_NOON, *_NOON, *_EVENING)

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_NUMBER = "[一二三四五六七八九十]"
_HAN_DAY = re.compile(rf"([〇○零一二三四五六七八九]{{4}})年({_HAN_NUMBER}{{1,3}})月({_HAN_NUMBER}{{1,3}})日")


class Written(NamedTuple):
    """A date as it is written: a day, a time of day (midnight if there is none), and an offset or None."""

    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    offset: timezone | None = None

    def moment(self, zone: tzinfo) -> datetime:
        """Return the instant; in the zone, without an offset. Raises ValueError for parts out of range."""
        return datetime(
            self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond,
            self.offset or zone,
        )  # fmt: skip


Parts = Mapping[str, str | None]


def plain_digits(text: str) -> str:
    """Return a text with full-width characters in half width, and a day in Chinese numbers in digits."""
    if text.isascii():
        return text.strip()
    text = unicodedata.normalize("NFKC", text).strip()
    return _HAN_DAY.sub(lambda day: f"{_digits(day[1])}年{_counted(day[2])}月{_counted(day[3])}日", text)


def _digits(written: str) -> str:
    return written.translate(_HAN_DIGITS)


def _counted(written: str) -> int:
    """Return the number that `二十八` is; 0 for `十十`, which is no number."""
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int(_digits(ones)) if len(ones) == 1 else 0
    if len(tens) > 1 or "十" in tens or len(ones) > 1:
        return 0
    return int(_digits(tens or "一")) * 10 + int(_digits(ones or "零"))


def written(year: str, month: str | int, day: str | int, part: Parts) -> Written:
    """Return a day with the time and the offset among the named parts of a match.

    Raises ValueError for a time that no clock shows, and for one with two meanings.
    """
    hour, minute = int(part.get("hour") or 0), part.get("minute") or part.get("han_minute") or 0
    half = part.get("half") or part.get("suffix")
    offset = part.get("offset") or part.get("day_offset")
    return Written(
        int(year),
        int(month),
        int(day),
        _hour_of_day(hour, half.lower().replace(".", "")) if half else hour,
        30 if minute == "半" else int(minute),
        int(part.get("second") or part.get("han_second") or 0),
        microseconds(part.get("fraction")),
        offset_of(offset) if offset else None,
    )


def microseconds(fraction: str | None) -> int:
    """Return the digits after a decimal point of a second in microseconds, the rest cut off."""
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def _hour_of_day(hour: int, half: str) -> int:
    """Return the hour, 0 to 23, of an hour in a half of a day. Raises ValueError if they disagree."""
    if half in _BEFORE_NOON and hour <= 12:
        return hour % 12
    if half in _AFTER_NOON or (half in _NOON and hour in (0, 1, 2)) or (half in _EVENING and 5 <= hour <= 11):
        return hour if hour >= 12 else hour + 12
    # The twelfth hour of an evening may be that of the same day or of the next one.
    if (half in _NOON and 10 <= hour <= 14) or (half in _EVENING and 17 <= hour <= 23):
        return hour
    raise ValueError("the hour does not belong to this half of the day")


@lru_cache(maxsize=64)
def offset_of(written_offset: str) -> timezone:
    """Return the offset of `+0800`, `+08:00`, `+08`, `+8`, `GMT+8` or `Z`. Raises ValueError for 24 hours."""
    digits = written_offset.lstrip("UTCGMZutcgmz")
    if not digits:
        return UTC
    hours, minutes = int(digits[1:3]), int(digits[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError("no hour has so many minutes")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if digits[0] == "-" else offset)
