"""List the forms in which people and programs write dates, and read a text by them.

Each form is one strict expression for a whole text. A text with two meanings has no form; `doubt` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from generator.content.date_parts import HALVES, Written, microseconds, plain_digits, written


class Form(NamedTuple):
    """A form: its name and examples for authors, the expression that a whole text matches, and its reader.

    The reader raises ValueError or OverflowError for parts that no calendar and no clock has.
    """

    name: str
    examples: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Written]


_SIGNED = r"[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{1,2}(?![0-9:])"
#: A name of the zone after an offset says nothing more: `+0900 (JST)`, `+08:00[Asia/Shanghai]`.
_OFFSET = rf"(?P<offset>(?i:UTC|GMT|UT)(?:{_SIGNED})?|[Zz]|{_SIGNED})(?:\ *\([^()]*\)|\[[\w/+-]*\])?"
_DAY_OFFSET = _OFFSET.replace("offset", "day_offset")
_HALF = "|".join(sorted((half for half in HALVES if not half.isascii()), reverse=True))
_TIME = rf"""
    (?: (?P<half>{_HALF}) \ * )? (?P<hour>[0-9]{{1,2}})
    (?: : (?P<minute>[0-9]{{2}}) (?: : (?P<second>[0-9]{{2}}) (?: [.,] (?P<fraction>[0-9]+) )? )?
      | [时時点點시] \ ? (?: (?P<han_minute>[0-9]{{1,2}}|半) [分분]? \ ?
          (?: (?P<han_second>[0-9]{{1,2}}) [秒초]? )? )?
      | (?= \ *[AaPp]\.?[Mm] ) )
    (?: \ * (?P<suffix>[AaPp]\.?[Mm]\b\.?) )?"""
#: A time after a day, and an offset after either; an offset beside a day alone must not look like a number.
_THEN = (
    rf"(?: (?: [Tt] | \ *,\ * | \ +(?:at\ +)? | (?<=[^\x00-\x7f]) | (?<=[)\]]) | (?=[^\x00-\x7f]) ) {_TIME}"
    rf" (?: \ * {_OFFSET} )? | (?: \ + | (?=[Zz]\Z|[+-][0-9]{{2}}:) ) {_DAY_OFFSET} )?"
)
_ENGLISH_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?"
_WEEKDAY = (
    r"(?: (?:星期|礼拜|禮拜|周|週)[一二三四五六日天] | [日月火水木金土]曜日? | [월화수목금토일]요일"
    rf" | {_ENGLISH_WEEKDAY} )"
)
_IN_BRACKETS = rf"[(\[【]\ *(?:{_WEEKDAY}|[日月火水木金土월화수목금토일])\ *[)\]】]"
_ANY_WEEKDAY = rf"(?: \ *{_IN_BRACKETS} | ,?\ *{_WEEKDAY} )?"
_DAY_TAIL = f"{_ANY_WEEKDAY} {_THEN}"
_MONTH = (
    r"(?P<month> Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r" | Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)? )\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NUMBERED_MONTH = r"(?P<month>[0-9]{1,2})"
_NUMBERED_DAY = r"(?P<day>[0-9]{1,2})"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def _numbers(found: re.Match[str]) -> Written:
    part = found.groupdict()
    return written(part["year"], part["month"], part["day"], part)


_WEEKDAY_BEFORE = _any_case(rf"(?: {_IN_BRACKETS} | {_WEEKDAY},? ) \ * (?=\S)")


def plain_form(text: str) -> str:
    """Return a text in half width, with a Chinese day in digits, without the day of the week before it."""
    text = plain_digits(text)
    return _WEEKDAY_BEFORE.sub("", text, count=1) if _WEEKDAY_BEFORE.match(text) else text


def _named_month(found: re.Match[str]) -> Written:
    part = found.groupdict()
    month = _MONTHS.index(part["month"][:3].lower()) + 1
    return written(part["year"], month, part["day"], part)


def _short(found: re.Match[str]) -> Written:
    """Read a day and a month of which one can't be a month, or which are equal."""
    part = found.groupdict()
    first, then = int(part["first"]), int(part["then"])
    if first <= 12 and then <= 12 and first != then:
        raise ValueError("day and month can be exchanged")
    month, day = (then, first) if first > 12 else (first, then)
    return written(part["year"], month, day, part)


#: From 1973-03-03 on there are 9 digits of seconds; the end is 2100-01-01.
_EPOCH_FROM, _EPOCH_UNTIL = 100_000_000, 4_102_444_800
#: The digits of a day with two more, `2021122810`: such a number has two meanings.
_CODED_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def _epoch(found: re.Match[str]) -> Written:
    seconds = int(found["seconds"])
    if not _EPOCH_FROM <= seconds < _EPOCH_UNTIL or _CODED_DAY.match(found[0]):
        raise ValueError("this is not surely a number of seconds")
    moment = datetime.fromtimestamp(seconds, UTC)
    return Written(*moment.timetuple()[:6], microseconds(found["fraction"] or found["digits"]), UTC)


FORMS: tuple[Form, ...] = (
    Form(
        "year, month, day",
        (
            "2021-12-28 07:35:22 +0800", "2021-12-28 10:39", "2021-12-28", "2021/12/28", "2021.12.28",
            "2021-12-28T10:39:11.123Z", "2021-12-28 +0800", "2021-12-28 3:05 PM",
            "２０２１-１２-２８ １５：０５",
        ),
        _compiled(rf"{_YEAR} (?P<mark>[-/.]) {_NUMBERED_MONTH} (?P=mark) {_NUMBERED_DAY} {_DAY_TAIL}"),
        _numbers,
    ),
    Form(
        "Chinese, Japanese, Korean",
        (
            "2021年12月28日", "2021年12月28日 10:39", "2021年12月28日15时05分", "2021年12月28日下午3:05",
            "2021年12月28日（星期二）15：05", "（星期二）2021年12月28日", "二〇二一年十二月二十八日",
            "2021年12月28日(火) 午後3時5分", "2021년 12월 28일 오후 3시 5분",
        ),
        _compiled(
            rf"{_YEAR} \ ?[年년]\ ? {_NUMBERED_MONTH} \ ?[月월]\ ? {_NUMBERED_DAY} \ ?[日号號일] {_DAY_TAIL}"
        ),
        _numbers,
    ),
    Form(
        "digits of a day",
        ("20211228", "20211228 07:35:22 +0800"),
        _compiled(rf"{_YEAR} (?P<month>[0-9]{{2}}) (?P<day>[0-9]{{2}}) {_THEN}"),
        _numbers,
    ),
    Form(
        "digits of a day and a time",
        ("20211228T073522Z", "202112280735", "20211228 073522 +0800"),
        _compiled(
            rf"{_YEAR} (?P<month>[0-9]{{2}}) (?P<day>[0-9]{{2}}) [Tt\ ]? (?P<hour>[0-9]{{2}})"
            rf" (?P<minute>[0-9]{{2}}) (?: (?P<second>[0-9]{{2}}) (?: [.,] (?P<fraction>[0-9]+) )? )?"
            rf" (?: \ * {_OFFSET} )?"
        ),
        _numbers,
    ),
    Form(
        "English, the day first; e-mail (RFC 5322)",
        ("Tue, 28 Dec 2021 07:35:22 +0800", "28 December 2021", "28-Dec-2021", "28th Dec 2021, 3:05 p.m."),
        _any_case(rf"{_DAY} [\ -]+ {_MONTH} (?:,?\ +|-) {_YEAR} {_THEN}"),
        _named_month,
    ),
    Form(
        "English, the month first",
        ("July 27, 2020", "Jul 27 2020 3:05 PM", "Tue Dec 28 2021 07:35:22 GMT+0800 (China Standard Time)"),
        _any_case(rf"{_MONTH} \ + {_DAY} (?: ,\ * | \ + ) {_YEAR} {_THEN}"),
        _named_month,
    ),
    Form(
        "English, the year last",
        ("Tue Dec 28 07:35:22 2021", "Tue Dec 28 07:35:22 +0800 2021"),
        _any_case(rf"{_MONTH} \ + {_DAY} \ + {_TIME} (?: \ * {_OFFSET} )? \ + {_YEAR}"),
        _named_month,
    ),
    Form(
        "a day and a month that can't be exchanged",
        ("13/04/2020", "04/13/2020 10:39", "28.12.2021"),
        _compiled(
            rf"(?P<first>[0-9]{{1,2}}) (?P<mark>[-/.]) (?P<then>[0-9]{{1,2}}) (?P=mark) {_YEAR} {_DAY_TAIL}"
        ),
        _short,
    ),
    Form(
        "seconds, milliseconds or microseconds since 1970",
        ("1640648122", "1640648122.5", "1640648122500", "1640648122500001"),
        _compiled(
            r"(?P<seconds>[0-9]{9}(?![0-9])|[0-9]{10})"
            r"(?: \. (?P<fraction>[0-9]+) | (?P<digits>[0-9]{6}|[0-9]{3}) )?"
        ),
        _epoch,
    ),
)  # fmt: skip


def read(text: str) -> Written | None:
    """Return the date that a text is; None if it has none of the forms, or if no calendar has the day."""
    text = plain_form(text)
    for form in FORMS:
        if found := form.pattern.fullmatch(text):
            try:
                one = form.read(found)
                date(*one[:3])
            except (ValueError, OverflowError):
                continue
            return one
    return None


_EXCHANGEABLE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}(?![0-9])")
_ZONE_NAME = re.compile(r" *\(?\b(?!AM|PM)[A-Z]{2,5}\b\)?")


def doubt(text: str) -> str:
    """Return the reason why a text like a date has two meanings, as the end of a sentence; "" for others."""
    text = plain_form(text)
    if found := _EXCHANGEABLE.match(text):
        first, _, then, year = found.groups()
        meanings = [f"{year}-{month:0>2}-{day:0>2}" for month, day in ((then, first), (first, then))]
        if all(map(read, meanings)):
            return f"may mean {meanings[0]} or {meanings[1]}"
    if _SHORT_YEAR.match(text):
        return "has a year of two digits"
    if text.isdecimal() and _CODED_DAY.match(text):
        return "may be a day, or a number of seconds" if len(text) in (9, 10, 13, 16) else ""
    if (zone := _ZONE_NAME.search(text)) and read(_ZONE_NAME.sub("", text, count=1)):
        return f"has the time zone {zone[0].strip(' ()')}, which has several meanings"
    return ""
