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
from generator.importers.sites.placing import menu_link
from generator.importers.sites.settings import accepted, language_of, patterns
from generator.importers.sites.term_slugs import TermSlugs, moved
from generator.importers.sites.terms import Group
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
        "permalink": patterns(_permalink(config), **_list_patterns(config)),
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
    archives = config.folder("archive_dir", "archives")
    months = [*dict.fromkeys(month[:4] for month in index.months), *index.months]
    found = (
        (f"{_folder(config, 'categories')}/index.html", slugs.list_of_all("categories")),
        (f"{_folder(config, 'tags')}/index.html", slugs.list_of_all("tags")),
        (f"{archives}/index.html", "archive.html"),
        *((_category(config, path), slugs.page("categories", path[-1])) for path in _by_depth(index)),
        *((_tag(config, name), slugs.page("tags", name)) for name in index.tags),
        *((f"{archives}/{month}/index.html", f"archive/{month}.html") for month in months),
    )
    return moved(found)


def assign_slugs(config: HexoConfig, index: HexoIndex, slugs: TermSlugs) -> None:
    """Give the terms of a site the slugs that they had; a category below others has that of its own name."""
    names = dict.fromkeys(name for path in _by_depth(index) for name in path)
    slugs.assign("categories", names, {name: _category(config, (name,)) for name in names})
    slugs.assign("tags", index.tags, {name: _tag(config, name) for name in index.tags})


def _by_depth(index: HexoIndex) -> list[tuple[str, ...]]:
    """Return the categories, those that are below no other first."""
    return sorted(index.paths, key=len)


def _folder(config: HexoConfig, group: Group) -> str:
    return config.folder("category_dir" if group == "categories" else "tag_dir", group)


def _category(config: HexoConfig, path: tuple[str, ...]) -> str:
    """Return the output path of the page of a category, with those above it."""
    return f"{_folder(config, 'categories')}/{config.category_slug(path)}/index.html"


def _tag(config: HexoConfig, name: str) -> str:
    return f"{_folder(config, 'tags')}/{config.tag_slug(name)}/index.html"


def _list_patterns(config: HexoConfig) -> dict[str, str]:
    """Return the patterns of lists and pages, by the options of site.yaml."""
    categories, tags = _folder(config, "categories"), _folder(config, "tags")
    return {
        "category": f"/{categories}/{{slug}}/",
        "tag": f"/{tags}/{{slug}}/",
        "categories": f"/{categories}/",
        "tags": f"/{tags}/",
    }


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
    return menu_link(path, moved)
