"""Convert the settings of a Hugo site to site.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.importers.article import Fields, Value
from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.documents import DocumentReader
from generator.importers.hugo.feeds import feed_files
from generator.importers.hugo.site_index import HugoIndex, main_section
from generator.importers.sites.config_files import group, is_true, lowered
from generator.importers.sites.embeds import PLAYERS
from generator.importers.sites.front_matter import Data, text
from generator.importers.sites.pages import authors_of
from generator.importers.sites.placing import menu_link
from generator.importers.sites.settings import accepted, language_of, patterns

#: Tokens of Hugo, and ours for them.
_TOKENS = {
    ":year": "{year}", ":month": "{month}", ":day": "{day}", ":2006": "{year}", ":01": "{month}",
    ":02": "{day}", ":slug": "{slug}", ":title": "{slug}", ":slugorfilename": "{slug}",
    ":slugorcontentbasename": "{slug}", ":filename": "{slug}", ":contentbasename": "{slug}",
}  # fmt: skip
_TOKEN = re.compile(r":[a-z0-9]+(?:\[[^\]]*\])?")
_LANGUAGES = ("languagecode", "locale", "defaultcontentlanguage")


def settings_of(
    config: HugoConfig, name: str, zone: str, index: HugoIndex, lists: Mapping[str, str]
) -> tuple[Fields, list[str]]:
    """Return the options of site.yaml, and messages about values that are invalid there.

    `name` is that of the site's folder, used if it has no title; `lists` are the patterns of lists.
    """
    values = {**lowered(config.languages[0].values), **config.values}
    main = lowered(config.languages[0].values)
    params = lowered({**group(values, "params"), **group(main, "params")})
    title = text(main.get("title")) or text(values.get("title")) or name
    described = text(params.get("description")) or text(values.get("description"))
    named = next((text(one.get(key)) for key in _LANGUAGES for one in (main, values) if one.get(key)), "")
    author = authors_of(params.get("author") or values.get("author"))
    publisher: Fields = {"name": author[0]} if author else {}
    hosts = tuple(sorted(PLAYERS[one] for one in index.players))
    url = text(values.get("baseurl"))
    wanted: Fields = {
        "description": " ".join(described.split()),
        "url": f"{url.rstrip('/')}/" if "://" in url else "",
        "language": language_of(named or config.languages[0].code, title, described),
        "time_zone": zone,
        "permalink": patterns(permalink(config, index), **lists, page=_page_pattern(config)),
        "publisher": publisher,
        "markdown": {"math": "true"} if is_true(params.get("math")) else {},
        "sanitizer": {"iframe_hosts": hosts} if hosts else {},
        "categories": _labels(index),
    }
    feeds = feed_files(config, index)
    if feeds and wanted["url"]:
        wanted["feed"] = {"also": feeds}
    return accepted(title, wanted, "hugo.toml")


def permalink(config: HugoConfig, index: HugoIndex) -> str:
    """Return the pattern of the section with the most posts as one of ours; "" if ours lacks a token."""
    section = main_section(index)
    ending = ".html" if not {"", section}.isdisjoint(config.ugly) else "/"
    some = f"/{section}/x"
    pattern = config.pattern("page", section, config.languages[0].code, some) or f"/{section}/:slug"
    pattern = re.sub(r":sections?\b(?!\[)", section, pattern)
    ours = _TOKEN.sub(lambda found: _TOKENS.get(found[0], found[0]), pattern)
    return "" if _TOKEN.search(ours) else f"/{ours.strip('/')}{ending}".replace("//", "/")


def _page_pattern(config: HugoConfig) -> str:
    """Return the pattern of static pages, where all of them have addresses of one form."""
    pages = config.pattern("page", "", config.languages[0].code)
    return "" if config.ugly or pages else "/{path}/"


def menu_of(
    config: HugoConfig, reader: DocumentReader, index: HugoIndex, moved: Mapping[str, str]
) -> list[Value]:
    """Return the main menu as links of the theme's option `navigation`; `moved` are new paths by old ones."""
    language = config.languages[0]
    menus = [
        one
        for values in (config.values, lowered(language.values))
        for one in (group(values, "menus"), group(values, "menu"))
    ]
    entries = [entry for menu in menus for entry in _entries(menu.get("main"))]
    links: list[Value] = []
    for entry in sorted(entries, key=_weight):
        title, url = text(entry.get("name")) or text(entry.get("title")), text(entry.get("url"))
        page = text(entry.get("pageref"))
        if page:
            url = index.ref(page, language.code, "") or reader.section_url(language.code, (page.strip("/"),))
        if title and url:
            links.append({"title": title, "url": _href(url, config.baseurl, moved)})
    return links


def _entries(menu: Value | None) -> Iterable[Data]:
    return [lowered(dict(one)) for one in menu if isinstance(one, dict)] if isinstance(menu, list) else []


def _weight(entry: Data) -> int:
    written = text(entry.get("weight"))
    return int(written) if re.fullmatch("-?[0-9]{1,9}", written) else 1 << 30


def _href(url: str, baseurl: str, moved: Mapping[str, str]) -> str:
    if "://" in url or url.startswith("#"):
        return url
    return menu_link(url.removeprefix(baseurl), moved)


def _labels(index: HugoIndex) -> Fields:
    """Return the titles of sections as the labels of their categories."""
    sections = {section for _, section in index.sections}
    labels: Fields = {}
    for folder, title in index.labels.items():
        name = folder.removeprefix("categories/")
        is_section = folder in sections and any(folder in used for used in index.sections.values())
        if title != name and "/" not in name and (is_section or folder.startswith("categories/")):
            labels[name] = {"label": title}
    return labels
