"""Make the settings of a new archive from those of a site."""

from __future__ import annotations

import re
from html import unescape

from generator.config.schema import Permalink
from generator.core.errors import ConfigError
from generator.importers.article import Fields, Value
from generator.importers.post_file import front_matter
from generator.kinds.site_config import read_config

_ELEMENT = re.compile(r"</?[a-zA-Z][^<>]*>")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def accepted(title: str, wanted: Fields, origin: str) -> tuple[Fields, list[str]]:
    """Return the options that are valid in site.yaml, and messages about the others.

    `origin` is the name of the file that they come from. Options without a value are left out. Title and
    description are texts here; other generators show HTML in them.
    """
    fields: Fields = {"title": _text(title)}
    wanted = {**wanted, "description": _text(str(wanted.get("description", "")))}
    refused = []
    for option, value in wanted.items():
        with_url: Fields = {"url": wanted["url"]} if option == "feed" else {}
        why = mistake(option, value, with_url) if value else None
        if value and not why:
            fields[option] = value
        elif why:
            refused.append(f"{origin}: {option} was not imported: {why}")
    return fields, refused


def patterns(post: str, **lists: str) -> Value:
    """Return the patterns of addresses as site.yaml has them: that of posts, and those of lists and pages.

    A pattern of lists or pages that site.yaml does not take is left out, and so is one that is the usual.
    """
    found: dict[str, Value] = {"post": post} if post else {}
    for option, pattern in lists.items():
        tried: dict[str, Value] = {**found, option: pattern}
        if pattern and pattern != getattr(Permalink(), option) and not mistake("permalink", tried, {}):
            found = tried
    return post if found.keys() <= {"post"} else found


def pattern_at(path: str) -> str:
    """Return the pattern of an output path with fields; "" for one that no page can have."""
    plain = path.lstrip("/").removesuffix("index.html") if path.endswith("/index.html") else path.lstrip("/")
    return f"/{plain}" if plain.endswith((".html", ".htm", "/")) else ""


def language_of(named: str, *texts: str) -> str:
    """Return the language that a site names, else the one that its texts show."""
    if named:
        return named.replace("_", "-")
    return "zh-CN" if _HAN.search("".join(texts)) else "en"


def _text(html: str) -> str:
    """Return a text of HTML without its elements, on one line."""
    return " ".join(unescape(_ELEMENT.sub("", html)).split())


def mistake(option: str, value: Value, others: Fields) -> str | None:
    """Return why a value is invalid in site.yaml; None if it is valid."""
    try:
        read_config(front_matter({"title": "x", **others, option: value}))
    except ConfigError as error:
        return error.problems[0].message
    return None
