"""Find the time zone that a site or a user names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.core.errors import BackfileError


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone with an IANA name. Raises BackfileError for other names."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BackfileError(f"there is no time zone {name}; name one such as Asia/Shanghai") from None
