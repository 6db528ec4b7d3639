"""Convert the settings of a Pelican site to site.yaml, and its lists to those of an archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.importers.article import Fields, Value
from generator.importers.pelican.config import PelicanConfig
from generator.importers.pelican.feeds import feed_files
from generator.importers.pelican.site_index import PelicanIndex
from generator.importers.pelican.slugs import KINDS, filled, slugified
from generator.importers.sites.placing import menu_link
from generator.importers.sites.settings import accepted, language_of, pattern_at, patterns
from generator.importers.sites.term_slugs import TermSlugs, moved

#: Fields of Pelican's patterns, and ours for them.
_FIELDS = {
    "{slug}": "{slug}", "{category}": "{category}", "{date:%Y}": "{year}", "{date:%m}": "{month}",
    "{date:%d}": "{day}",
}  # fmt: skip
_FIELD = re.compile(r"\{[^{}]*\}")
#: Options of site.yaml, the names of the settings for them, and what stands there for a slug.
_PATTERNS = (
    ("category", "CATEGORY", "{slug}"), ("tag", "TAG", "{slug}"), ("categories", "CATEGORIES", ""),
    ("tags", "TAGS", ""), ("page", "PAGE", "{path}"),
)  # fmt: skip


def settings_of(config: PelicanConfig, name: str, zone: str, index: PelicanIndex) -> tuple[Fields, list[str]]:
    """Return the options of site.yaml, and messages about values that are invalid there."""
    title = config.text("SITENAME") or name
    url, author = config.text("SITEURL").rstrip("/"), config.text("AUTHOR")
    wanted: Fields = {
        "description": " ".join(config.text("SITESUBTITLE").split()),
        "url": f"{url}/" if "://" in url else "",
        "language": language_of(config.language, title),
        "time_zone": zone,
        "permalink": patterns(_permalink(config), **_list_patterns(config)),
        "publisher": {"name": author} if author else {},
    }
    feeds = feed_files(config, index)
    if feeds and wanted["url"]:
        wanted["feed"] = {"also": feeds}
    return accepted(title, wanted, "pelicanconf.py")


def _permalink(config: PelicanConfig) -> str:
    ours = _FIELD.sub(lambda found: _FIELDS.get(found[0], "\0"), config.text("ARTICLE_SAVE_AS"))
    return "" if "\0" in ours or not ours else f"/{ours.lstrip('/')}".removesuffix("index.html")


def _list_patterns(config: PelicanConfig) -> dict[str, str]:
    """Return the patterns of lists and pages, by the options of site.yaml."""
    found = {}
    for option, name, field in _PATTERNS:
        pattern = config.text(f"{name}_SAVE_AS")
        is_known = set(_FIELD.findall(pattern)) <= {"{slug}"}
        found[option] = pattern_at(pattern.replace("{slug}", field)) if is_known else ""
    return found


def assign_slugs(config: PelicanConfig, index: PelicanIndex, slugs: TermSlugs) -> None:
    """Give the terms of a site the slugs that they had."""
    for group, kind in KINDS:
        names: Iterable[str] = getattr(index, group)
        slugs.assign(group, names, {name: _term_path(config, kind, name) for name in names})


def moved_lists(config: PelicanConfig, index: PelicanIndex, slugs: TermSlugs) -> dict[str, str]:
    """Return the new output paths of lists by their old ones."""
    found = [
        (config.text("ARCHIVES_SAVE_AS"), "archive.html"),
        (config.text("CATEGORIES_SAVE_AS"), slugs.list_of_all("categories")),
        (config.text("TAGS_SAVE_AS"), slugs.list_of_all("tags")),
    ]
    for group, kind in KINDS:
        names: Iterable[str] = getattr(index, group)
        found += [(_term_path(config, kind, name), slugs.page(group, name)) for name in names]
    for day, document in index.days.items():
        for name, length in (("YEAR", 4), ("MONTH", 7), ("DAY", 10)):
            old = _filled(config.text(f"{name}_ARCHIVE_SAVE_AS"), {"date": document.instant})
            found.append((old, f"archive/{day[:length]}.html"))
    return moved((old.lstrip("/"), new) for old, new in found)


def _term_path(config: PelicanConfig, kind: str, name: str) -> str:
    """Return the output path of the page of a term."""
    return _filled(config.text(f"{kind}_SAVE_AS"), {"slug": slugified(name, config, kind)}).lstrip("/")


def _filled(pattern: str, fields: Mapping[str, object]) -> str:
    try:
        return filled(pattern, fields)
    except (ValueError, KeyError, IndexError):
        return ""


def menu_of(config: PelicanConfig, moved: Mapping[str, str]) -> list[Value]:
    """Return MENUITEMS as links of the theme's option `navigation`."""
    items = config.values["MENUITEMS"]
    links: list[Value] = []
    for item in items if isinstance(items, list | tuple) else ():
        if (
            isinstance(item, list | tuple)
            and len(item) >= 2
            and all(isinstance(one, str) for one in item[:2])
        ):
            title, url = str(item[0]), str(item[1])
            shown = url if "://" in url else menu_link(url.removeprefix(config.baseurl), moved)
            links.append({"title": title, "url": shown})
    return links
