"""Make addresses like Hugo: paths without marks, and the tokens of `permalinks`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_TOKEN = re.compile(r":([a-z0-9_]+)(?:\[([^\]]*)\])?", re.IGNORECASE)
_ALLOWED = frozenset("./\\_#+~-@")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


class Names(NamedTuple):
    """What the tokens of an address are made from. `sections` are the folders, `slugs` the names for them.

    `base` is the file's name without suffix, or the folder of a bundle.
    """

    day: date | None
    title: str
    slug: str
    base: str
    sections: tuple[str, ...]
    section_slugs: tuple[str, ...]


class AddressStyle(NamedTuple):
    """Settings for parts of addresses: `disablePathToLower` and `removePathAccents`."""

    keep_case: bool = False
    plain: bool = False

    def of(self, text: str) -> str:
        """Return a text as a part of an address (`Sanitize` in hugo's common/paths/path.go)."""
        if self.plain:
            apart = unicodedata.normalize("NFD", text)
            text = unicodedata.normalize(
                "NFC", "".join(one for one in apart if unicodedata.category(one) != "Mn")
            )
        out: list[str] = []
        pending = False
        for char in text:
            if _is_allowed(char):
                if pending and char != "-" and out[-1] != "-":
                    out.append("-")
                pending = False
                out.append(char)
            elif char.isspace():
                pending = bool(out)
        found = "".join(out)
        return found if self.keep_case else found.lower()


def _is_allowed(char: str) -> bool:
    kind = unicodedata.category(char)
    return char in _ALLOWED or kind[0] in "LM" or kind == "Nd"


def filled(pattern: str, names: Names, style: AddressStyle) -> str:
    """Return a pattern with its tokens filled in. Raises ValueError for one that does not exist."""

    def token(found: re.Match[str]) -> str:
        return _token(found[1].lower(), found[2], names, style)

    return re.sub("/{2,}", "/", _TOKEN.sub(token, pattern))


def _token(name: str, part: str | None, names: Names, style: AddressStyle) -> str:
    if name in ("sections", "sectionslugs"):
        chosen = names.sections if name == "sections" else names.section_slugs
        return "/".join(map(style.of, _sliced(chosen, part) if part is not None else chosen))
    texts = {
        "title": names.title,
        "slug": names.slug or names.title,
        "slugorfilename": names.slug or names.base,
        "slugorcontentbasename": names.slug or names.base,
        "filename": names.base,
        "contentbasename": names.base,
        "section": names.sections[0] if names.sections else "",
        "sectionslug": names.section_slugs[-1] if names.section_slugs else "",
    }
    if name in texts:
        return style.of(texts[name])
    found = _date_tokens(names.day or date(1, 1, 1)).get(name)
    if found is None:
        raise ValueError(f"there is no token :{name}")
    return style.of(found)


def _date_tokens(day: date) -> dict[str, str]:
    """Return the tokens of a date, with the numbers of Go's layouts (`:2006`, `:01`)."""
    weekday = day.isoweekday() % 7
    return {
        "year": f"{day.year}", "month": f"{day.month:02}", "day": f"{day.day:02}",
        "monthname": _MONTHS[day.month - 1], "weekday": str(weekday), "weekdayname": _DAYS[weekday],
        "yearday": str(day.timetuple().tm_yday),
        "2006": f"{day.year:04}", "06": f"{day.year % 100:02}", "01": f"{day.month:02}", "1": str(day.month),
        "02": f"{day.day:02}", "2": str(day.day), "jan": _MONTHS[day.month - 1][:3],
        "january": _MONTHS[day.month - 1], "mon": _DAYS[weekday][:3], "monday": _DAYS[weekday],
        "002": f"{day.timetuple().tm_yday:03}",
    }  # fmt: skip


def _sliced(sections: Sequence[str], part: str) -> Sequence[str]:
    """Return the sections that `[1:]`, `[:last]` or `[last]` names; out of bounds there are none."""
    last = max(len(sections) - 1, 0)

    def number(text: str, default: int) -> int:
        text = text.strip()
        return last if text == "last" else int(text) if text.isdecimal() else default

    start, colon, end = part.partition(":")
    if not colon:
        index = number(start, 0)
        return sections[index : index + 1]
    return sections[number(start, 0) : number(end, len(sections))]
