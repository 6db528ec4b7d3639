"""Convert the settings of a Hexo site to site.yaml, and its lists to those of an archive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.core.errors import BackfileError
from generator.importers.article import Fields, Value
from generator.importers.hexo.config import HexoConfig
from generator.importers.hexo.site_index import HexoIndex
from generator.importers.sites.config_files import group, read_settings
from generator.importers.sites.embeds import PLAYERS
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.placing import output_file
from generator.importers.sites.settings import accepted, language_of
from generator.importers.sites.term_slugs import TermSlugs
from generator.kinds.registry import reserved

#: Placeholders of Hexo, and ours for them.
_TOKENS = {
    ":year": "{year}", ":month": "{month}", ":day": "{day}", ":title": "{slug}", ":name": "{slug}",
}  # fmt: skip
_TOKEN = re.compile(r":\w+")


def settings_of(config: HexoConfig, name: str, zone: str, index: HexoIndex) -> tuple[Fields, list[str]]:
    """Return the options of site.yaml, and messages about values that are invalid there."""
    values = config.values
    title = text(values.get("title")) or name
    described = " ".join((text(values.get("description")) or text(values.get("subtitle"))).split())
    url, author = text(values.get("url")).rstrip("/"), text(values.get("author"))
    root = "" if url.endswith(config.root) else config.root
    languages = texts(values.get("language"), words=False)
    hosts = tuple(sorted(PLAYERS[one] for one in index.players))
    wanted: Fields = {
        "description": described,
        "url": f"{url}{root}/" if "://" in url else "",
        "language": language_of(languages[0] if languages else "", title, described),
        "time_zone": zone,
        "permalink": _permalink(config),
        "publisher": {"name": author} if author else {},
        "sanitizer": {"iframe_hosts": hosts} if hosts else {},
    }
    feeds = tuple(path for path in config.feeds if not reserved().has(path))
    if feeds and wanted["url"]:
        wanted["feed"] = {"also": feeds}
    return accepted(title, wanted, "_config.yml")


def _permalink(config: HexoConfig) -> str:
    ours = _TOKEN.sub(lambda found: _TOKENS.get(found[0], found[0]), config.permalink)
    return "" if _TOKEN.search(ours) else f"/{ours.lstrip('/')}"


def moved_lists(config: HexoConfig, index: HexoIndex, slugs: TermSlugs) -> dict[str, str]:
    """Return the new output paths of lists by their old ones."""
    categories, tags = config.folder("category_dir", "categories"), config.folder("tag_dir", "tags")
    archives = config.folder("archive_dir", "archives")
    found = {f"{categories}/": "categories.html", f"{tags}/": "tags.html", f"{archives}/": "archive.html"}
    for path in index.paths:
        found[f"{categories}/{config.category_slug(path)}/"] = slugs.page("categories", path[-1])
    for name in index.tags:
        found[f"{tags}/{config.tag_slug(name)}/"] = slugs.page("tags", name)
    for month in index.months:
        found[f"{archives}/{month[:4]}/"] = f"archive/{month[:4]}.html"
        found[f"{archives}/{month}/"] = f"archive/{month}.html"
    return {output_file(old): new for old, new in found.items() if output_file(old) != new}


def menu_of(folder: Path, config: HexoConfig, moved: Mapping[str, str]) -> list[Value]:
    """Return the menu of the theme's settings as links of the option `navigation`."""
    theme = text(config.values.get("theme"))
    files = (folder / f"_config.{theme}.yml", folder / "themes" / theme / "_config.yml")
    file = next((one for one in files if theme and one.is_file()), None)
    links: list[Value] = []
    try:
        menu = group(read_settings(file), "menu") if file else group(config.values, "menu")
    except BackfileError:
        return []
    for title, value in menu.items():
        url = text(value).split("||")[0].strip()
        if url:
            links.append({"title": title, "url": _href(url, moved)})
    return links


def _href(url: str, moved: Mapping[str, str]) -> str:
    if "://" in url:
        return url
    path = f"{url.strip('/')}/" if not re.search(r"\.\w+$", url) else url.lstrip("/")
    return moved.get(output_file(path), path.lstrip("/")) or "."
