"""Convert _config.yml to site.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.core.errors import ConfigError
from generator.importers.article import Fields, Value
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.front_matter import text
from generator.importers.jekyll.term_pages import TermPage
from generator.importers.post_file import front_matter
from generator.kinds.site_config import read_config

#: Placeholders of Jekyll, and ours for them.
_PLACEHOLDERS = {
    ":categories": "{category}", ":slugified_categories": "{category}", ":year": "{year}",
    ":month": "{month}", ":day": "{day}", ":title": "{slug}", ":slug": "{slug}", ":output_ext": ".html",
}  # fmt: skip
_PLACEHOLDER = re.compile(r":[a-z_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def settings_of(
    config: JekyllConfig, zone: str, name: str, term_pages: Iterable[TermPage], feeds: Sequence[str]
) -> tuple[Fields, list[str]]:
    """Return the options of site.yaml, and messages about values that are invalid there.

    `zone` is the time zone of Jekyll, `name` that of the site's folder, `feeds` are the paths of its feeds.
    """
    values = config.values
    title = text(values.get("title")) or text(values.get("name")) or name
    wanted: Fields = {
        "description": " ".join(text(values.get("description")).split()),
        "url": _url(config),
        "language": _language(values, title),
        "time_zone": zone,
        "permalink": pattern_of(config.post_pattern) or "",
        "publisher": _publisher(values),
    }
    if feeds and wanted["url"]:
        wanted["feed"] = {"also": tuple(feeds)}
    wanted |= _terms(term_pages)
    fields: Fields = {"title": " ".join(title.split())}
    refused = []
    for option, value in wanted.items():
        with_url = {"url": wanted["url"]} if option == "feed" else {}
        why = _mistake(option, value, with_url) if value else None
        if value and not why:
            fields[option] = value
        elif why:
            refused.append(f"_config.yml: {option} was not imported: {why}")
    return fields, refused


def pattern_of(permalink: str) -> str | None:
    """Return a pattern of Jekyll as one of ours; None if it has placeholders that ours lacks."""
    pattern = _PLACEHOLDER.sub(lambda found: _PLACEHOLDERS.get(found[0], found[0]), permalink)
    return None if _PLACEHOLDER.search(pattern) else f"/{pattern.lstrip('/')}"


def _url(config: JekyllConfig) -> str:
    url = text(config.values.get("url")).rstrip("/")
    return f"{url}{config.baseurl}/" if url else ""


def _language(values: Mapping[str, Value], title: str) -> str:
    named = next((text(values.get(name)) for name in ("lang", "locale", "language") if values.get(name)), "")
    if named:
        return named.replace("_", "-")
    described = title + text(values.get("description"))
    return "zh-CN" if _HAN.search(described) else "en"


def _publisher(values: Mapping[str, Value]) -> dict[str, Value]:
    author = values.get("author")
    if isinstance(author, dict):
        found = {name: text(author.get(name)) for name in ("name", "url")}
    else:
        found = {"name": text(author)}
    return {name: value for name, value in found.items() if value}


def _terms(term_pages: Iterable[TermPage]) -> Fields:
    """Return the labels and slugs of categories and tags that have pages in Jekyll."""
    groups: dict[str, dict[str, Value]] = {"categories": {}, "tags": {}}
    for term_page in term_pages:
        described: dict[str, Value] = {}
        if term_page.label and term_page.label != term_page.name:
            described["label"] = term_page.label
        if term_page.slug and term_page.slug != term_page.name:
            described["slug"] = term_page.slug
        if described:
            groups[term_page.group][term_page.name] = described
    return {name: terms for name, terms in groups.items() if terms}


def _mistake(option: str, value: Value, others: Fields) -> str | None:
    """Return why a value is invalid in site.yaml; None if it is valid."""
    try:
        read_config(front_matter({"title": "x", **others, option: value}))
    except ConfigError as error:
        return error.problems[0].message
    return None
