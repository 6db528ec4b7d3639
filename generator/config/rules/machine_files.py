"""Check options of files that only machines read: feeds, robots.txt, the web manifest."""

from __future__ import annotations

import re

from generator.config.yaml.errors import OptionError
from generator.core.wording import did_you_mean, quoted_value

#: Formats of feeds besides Atom, which are also the suffixes of their files.
FEED_FORMATS = ("rss", "json")

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
#: `rule` and `other-data` of RFC 9309, section 2.2: a name, a colon, a value.
_LINE = re.compile(r"[A-Za-z][A-Za-z-]*[ \t]*:.*|#.*")


def check_feed_format(text: str) -> str:
    """Return the name of a format that feeds can have besides Atom."""
    if text in FEED_FORMATS:
        return text
    if text == "atom":
        raise OptionError("choice", '"atom" is always made', "remove it")
    cure = did_you_mean(text, FEED_FORMATS, "write for example rss")
    raise OptionError("choice", f'must be "rss" or "json", not {quoted_value(text)}', cure)


def check_robots_path(text: str) -> str:
    """Return a path that robots.txt can forbid: one that starts with a slash and may hold `*` and `$`."""
    if re.fullmatch(r"/[^\s#]*", text):
        return text
    cure = "write for example /files/"
    raise OptionError("path", f"must be a path that starts with a slash, not {quoted_value(text)}", cure)


def check_robots_line(text: str) -> str:
    """Return a line of robots.txt."""
    if _LINE.fullmatch(text):
        return text
    message = f"{quoted_value(text)} is not a line of robots.txt"
    raise OptionError("robots", message, "write for example 'User-agent: GPTBot', each line as an item")


def check_color(text: str) -> str:
    """Return a colour as CSS writes it in hexadecimal."""
    if _COLOR.fullmatch(text):
        return text
    raise OptionError(
        "color", f"must be a colour, not {quoted_value(text)}", "write for example '#fdfcf9', in quotes"
    )
