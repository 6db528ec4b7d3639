"""Check former addresses of feeds: `atom.xml`, `tags/{tag}/index.xml`."""

from __future__ import annotations

import re

from generator.addresses.segments import slugify
from generator.config.yaml.errors import OptionError
from generator.core.wording import did_you_mean, printable, quoted_value

#: Fields of patterns: each stands for the slugs of the terms of a taxonomy.
FIELDS = ("category", "tag")

_FIELD = re.compile(r"\{([^{}]*)\}")
_SUFFIX = re.compile(r"\.(?:xml|rss|atom|json)$")


def check_feed_path(text: str) -> str:
    """Return the output path of a former address of the feed of the site, or a pattern for feeds of terms."""
    fields = _FIELD.findall(text)
    for field in fields:
        if field not in FIELDS:
            known = " and ".join(f"{{{name}}}" for name in FIELDS)
            message = f"has no field {{{printable(field)}}}"
            raise OptionError("path", message, did_you_mean(field, FIELDS, f"fields are {known}"))
    if len(fields) > 1:
        raise OptionError("path", "has more than one field", "write for example feeds/{category}.xml")
    path = _checked(text, _FIELD.sub("s", text), "atom.xml")
    if path.startswith("{"):
        # Any file in the first folder could be such a feed.
        message = "must begin with a fixed text, or no other file could have an address of this form"
        raise OptionError("path", message, "write each address under feeds: of its category or tag")
    return path


def check_own_feed_path(text: str) -> str:
    """Return the output path of a former address of the feed of one category or tag: `news/index.xml`."""
    return _checked(text, text, "news/index.xml")


def example_feed_path(path: str) -> str:
    """Return an output path of a pattern; one without a field is its own."""
    return _FIELD.sub("s", path)


def form_of(path: str) -> str:
    """Return what two patterns share that make the same output paths, whatever their fields."""
    return _FIELD.sub("{}", path).casefold()


def _checked(text: str, example: str, good: str) -> str:
    """Return an output path; `example` is the text without fields, `good` an example of a valid one."""
    parts = example.lstrip("/").split("/")
    if all(part and slugify(part) == part for part in parts) and _SUFFIX.search(text):
        return text.lstrip("/")
    message = f"must be a path that ends in .xml, .rss, .atom or .json, not {quoted_value(text)}"
    raise OptionError("path", message, f"write for example {good}")
