"""Make slugs and addresses like Pelican (`slugify` in pelican/utils.py)."""

from __future__ import annotations

import html
import re
import string
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from generator.core.errors import BackfileError
from generator.importers.pelican.config import PelicanConfig
from generator.importers.sites.terms import Group

#: Categories and tags, and what names of settings begin with for them.
KINDS: tuple[tuple[Group, str], ...] = (("categories", "CATEGORY"), ("tags", "TAG"))
_TAG = re.compile(r"(?s)<!--.*?-->|<[^<>]*>")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DATE = re.compile(r"%([-]?[a-zA-Z%])")


def slugified(text: str, config: PelicanConfig, kind: str = "") -> str:
    """Return the slug of a title, or of the name of a `CATEGORY` or `TAG`. Raises BackfileError."""
    rules = config.values.get(f"{kind}_REGEX_SUBSTITUTIONS") if kind else None
    rules = config.values["SLUG_REGEX_SUBSTITUTIONS"] if rules is None else rules
    value = unicodedata.normalize("NFKC", " ".join(html.unescape(_TAG.sub("", text)).split()))
    if not config.values["SLUGIFY_USE_UNICODE"] and not value.isascii():
        value = _decoded(value)
    for pattern, by in rules:
        try:
            value = re.sub(unicodedata.normalize("NFKC", pattern), by, value, flags=re.IGNORECASE)
        except re.error as error:
            raise BackfileError(f"pelicanconf.py: {pattern!r} is no regular expression: {error}") from None
    return (value if config.values["SLUGIFY_PRESERVE_CASE"] else value.lower()).strip()


def _decoded(text: str) -> str:
    try:
        from unidecode import unidecode
    except ImportError:
        raise BackfileError(
            "slugs of titles with other than plain letters need Unidecode, as in Pelican: "
            "pip install 'backfile[import]'"
        ) from None
    decoded: str = unidecode(text)
    return decoded


class _Fields(string.Formatter):
    """Fills `{slug}` and `{date:%Y}`, and nothing inside of the values."""

    def get_field(self, name: str, _: Any, kwargs: Any) -> tuple[Any, str]:
        if name not in kwargs:
            raise ValueError(f"there is no field {{{name}}}")
        return kwargs[name], name

    def format_field(self, value: Any, form: str) -> str:
        if isinstance(value, datetime):
            return formatted(value, form)
        return str(value)


def filled(pattern: str, fields: Mapping[str, Any]) -> str:
    """Return a pattern with its fields filled in. Raises ValueError for an unknown field."""
    return _Fields().vformat(pattern, (), fields)


def formatted(moment: datetime, form: str) -> str:
    """Return a date by a format of `strftime`, with English names whatever the locale."""
    names = {
        "b": _MONTHS[moment.month - 1][:3], "B": _MONTHS[moment.month - 1],
        "a": _DAYS[moment.weekday()][:3], "A": _DAYS[moment.weekday()],
        "-d": str(moment.day), "-m": str(moment.month), "Y": f"{moment.year:04}",
    }  # fmt: skip
    if not form:
        return moment.isoformat(" ")
    return _DATE.sub(lambda found: names.get(found[1]) or moment.strftime(found[0]), form)


def form_of(config: PelicanConfig, name: str, field: str) -> str:
    """Return the form of the paths in a setting, with a field such as `{slug}`; "" for none, or other fields.

    `%s` is the field in settings before Pelican 4.
    """
    form = config.text(name).lstrip("/").replace("%s", field)
    return form if "{" not in form.replace(field, "") else ""
