"""Read the dates of an export: local time and UTC, whose difference is the offset of the site."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from generator.content.dates import is_given, parse_date, problem_of
from generator.core.wording import quoted
from generator.importers.article import RefusalError
from generator.importers.wordpress.export import Item

_UTC = ZoneInfo("UTC")
#: The largest offset of a zone, and the step between offsets.
_LARGEST, _STEP = timedelta(hours=14), timedelta(minutes=15)
_NEARLY_ALL = 0.8
#: Zones by their offset in minutes, where one zone is by far the most likely.
_ZONES = {0: "UTC", 480: "Asia/Shanghai", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon"}


def offset_of(item: Item) -> timedelta | None:
    """Return the offset of the site when an item was published; None if the export does not say it."""
    local, instant = (_utc(text) for text in (item.date, item.date_gmt))
    if not local or not instant:
        return None
    offset = local - instant
    return offset if abs(offset) <= _LARGEST and not offset % _STEP else None


def instant_of(item: Item, zone: ZoneInfo) -> datetime:
    """Return when an item was published, at the offset that the site had. Raises RefusalError.

    `zone` is that of local time without an offset.
    """
    offset = offset_of(item)
    if offset is not None and (local := _utc(item.date)):
        return local.replace(tzinfo=timezone(offset))
    for text, own in ((item.date, zone), (item.date_gmt, _UTC), (item.modified_gmt, _UTC)):
        if is_given(text) and (found := parse_date(text, own)):
            return found if own is zone else found.astimezone(zone)
    reason = (
        f"its date is {quoted(item.date)}, which {problem_of(item.date)[1]}"
        if item.date
        else "it has no date"
    )
    raise RefusalError("import.date", reason, "write it like 2021-12-28 07:35:22")


def updated_of(item: Item, zone: ZoneInfo) -> datetime | None:
    """Return when an item was changed after it was published; None if it was not."""
    changed, published = _utc(item.modified_gmt), _utc(item.date_gmt)
    if not changed or not published or changed <= published:
        return None
    return changed.astimezone(zone)


def zone_of_offsets(offsets: Counter[timedelta]) -> str:
    """Return the name of a zone that has the offset of nearly all posts; "" if there is none.

    The first post of a site may be older than its setting of a zone. With summer time there are two offsets.
    """
    offset, count = max(offsets.items(), key=lambda one: one[1], default=(timedelta(), 0))
    if count < offsets.total() * _NEARLY_ALL or not count:
        return ""
    minutes = offset // timedelta(minutes=1)
    if minutes in _ZONES:
        return _ZONES[minutes]
    # In these names the sign is that of POSIX: Etc/GMT-9 is nine hours ahead of UTC.
    return "" if minutes % 60 else f"Etc/GMT{-minutes // 60:+d}"


def _utc(text: str) -> datetime | None:
    found = parse_date(text, _UTC) if is_given(text) else None
    return found.astimezone(UTC) if found else None
