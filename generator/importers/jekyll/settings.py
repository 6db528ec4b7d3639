"""Convert _config.yml to site.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.importers.article import Fields, Value
from generator.importers.jekyll.addresses import suffix_of
from generator.importers.jekyll.config import JekyllConfig
from generator.importers.jekyll.term_archives import archive_patterns
from generator.importers.sites.front_matter import text
from generator.importers.sites.settings import accepted, language_of, patterns
from generator.importers.sites.terms import OPTIONS, TermPage, described_terms, patterns_of

#: Placeholders of Jekyll, and ours for them.
_PLACEHOLDERS = {
    ":categories": "{category}", ":slugified_categories": "{category}", ":year": "{year}",
    ":month": "{month}", ":day": "{day}", ":title": "{slug}", ":slug": "{slug}", ":output_ext": ".html",
}  # fmt: skip
_PLACEHOLDER = re.compile(r":[a-z_]+")


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
        "language": language_of(_named_language(values), title, text(values.get("description"))),
        "time_zone": zone,
        "permalink": patterns(pattern_of(config.post_pattern) or "", **_list_patterns(config, term_pages)),
        "publisher": _publisher(values),
    }
    if feeds and wanted["url"]:
        wanted["feed"] = {"also": tuple(feeds)}
    wanted |= described_terms(term_pages)
    return accepted(title, wanted, "_config.yml")


def _list_patterns(config: JekyllConfig, term_pages: Iterable[TermPage]) -> dict[str, str]:
    """Return the patterns of lists and pages, by the options of site.yaml."""
    by_plugin = archive_patterns(config)
    made = {option: by_plugin[group] for option, group in OPTIONS if group in by_plugin}
    page = "/{path}/" if suffix_of(config.style) == "/" else ""
    return {"page": page, **made, **patterns_of(term_pages)}


def pattern_of(permalink: str) -> str | None:
    """Return a pattern of Jekyll as one of ours; None if it has placeholders that ours lacks."""
    pattern = _PLACEHOLDER.sub(lambda found: _PLACEHOLDERS.get(found[0], found[0]), permalink)
    return None if _PLACEHOLDER.search(pattern) else f"/{pattern.lstrip('/')}"


def _url(config: JekyllConfig) -> str:
    url = text(config.values.get("url")).rstrip("/")
    return f"{url}{config.baseurl}/" if url else ""


def _publisher(values: Mapping[str, Value]) -> dict[str, Value]:
    author = values.get("author")
    if isinstance(author, dict):
        found = {name: text(author.get(name)) for name in ("name", "url")}
    else:
        found = {"name": text(author)}
    return {name: value for name, value in found.items() if value}


def _named_language(values: Mapping[str, Value]) -> str:
    return next((text(values.get(name)) for name in ("lang", "locale", "language") if values.get(name)), "")
