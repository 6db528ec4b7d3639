"""Fill the placeholders of a permalink (`/:year/:title.html`) as Jekyll does, and make its slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import quote

#: Characters besides letters, marks and digits that a title keeps (SLUGIFY_PRETTY_REGEXP in jekyll/utils.rb).
_PRETTY = frozenset("._~!$&'()+,;=@")
_PLACEHOLDER = re.compile(r":([a-z_]+)")
#: Characters that stay unescaped in an address; `#` and `?` do not (RFC 3986).
_SAFE = "/!$&'()*+,;=:@~"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def slugify(text: str, *, pretty: bool = False) -> str:
    """Return the slug that Jekyll's `slugify` makes; `pretty` keeps case and some punctuation."""
    shown = "".join(char if _stays(char, pretty=pretty) else "\0" for char in text)
    slug = re.sub("\0+", "-", shown)
    slug = re.sub(r"^-|-$", "", slug, flags=re.MULTILINE)
    return slug if pretty else slug.lower()


def _stays(char: str, *, pretty: bool) -> bool:
    if char.isascii():
        return char.isalnum() or (pretty and char in _PRETTY)
    kind = unicodedata.category(char)
    return kind[0] in "LM" or kind == "Nd"


def post_parts(
    instant: datetime, categories: Iterable[str], slug: str, name: str, path: str
) -> dict[str, str]:
    """Return the placeholders of a post (jekyll/drops/url_drop.rb).

    `slug` is that of front matter, or the file's name without its date; `name` is the file's name without
    its suffix, and `path` its path from the folder of posts, without the suffix as well.
    """
    return {
        **date_parts(instant),
        "categories": "/".join(dict.fromkeys(category.lower() for category in categories)),
        "slugified_categories": "/".join(dict.fromkeys(map(slugify, categories))),
        "title": slugify(slug, pretty=True),
        "slug": slugify(slug),
        "name": slugify(name),
        "path": path,
        "collection": "posts",
        "output_ext": ".html",
    }


def has_placeholders(pattern: str) -> bool:
    """Return whether a permalink has a placeholder of Jekyll, or what is meant as one: a part after `/:`."""
    names = _PLACEHOLDER.findall(pattern) if ":" in pattern else ()
    return any(name in _NAMES or f"/:{name}" in pattern for name in names)


def date_parts(instant: datetime) -> dict[str, str]:
    """Return the placeholders of a date (jekyll/drops/url_drop.rb), in English whatever the locale."""
    year, week, weekday = instant.isocalendar()
    month, day = _MONTHS[instant.month - 1], _DAYS[weekday - 1]
    return {
        "year": f"{instant.year:04}", "month": f"{instant.month:02}", "day": f"{instant.day:02}",
        "hour": f"{instant.hour:02}", "minute": f"{instant.minute:02}", "second": f"{instant.second:02}",
        "i_day": str(instant.day), "i_month": str(instant.month), "short_year": f"{instant.year % 100:02}",
        "short_month": month[:3], "long_month": month, "short_day": day[:3], "long_day": day,
        "w_year": str(year), "week": f"{week:02}", "w_day": str(weekday),
        "y_day": f"{instant.timetuple().tm_yday:03}",
    }  # fmt: skip


_NAMES = frozenset(post_parts(datetime(2021, 12, 28), (), "", "", "")) | {"basename"}


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """Return a pattern with its placeholders filled in. Raises ValueError for an unknown placeholder."""

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name not in parts and name.endswith("_") and name[:-1] in parts:
            return _quoted(parts[name[:-1]]) + "_"
        if name not in parts:
            raise ValueError(f"there is no placeholder :{name} here")
        return _quoted(parts[name])

    return sanitized(_PLACEHOLDER.sub(part, pattern))


def _quoted(text: str) -> str:
    return quote(text, safe=_SAFE)


def sanitized(url: str) -> str:
    """Return a URL without `..` and empty segments (`sanitize_url` in jekyll/url.rb)."""
    plain = f"/{url}".replace("..", "/").replace("./", "")
    return re.sub("/+", "/", plain)
