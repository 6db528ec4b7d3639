"""Read _config.yml of a Hexo site."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.importers.hexo.slugs import slugized
from generator.importers.sites.config_files import group, is_true, read_settings
from generator.importers.sites.front_matter import Data, text, texts

_FEEDS = {"atom": "atom.xml", "rss2": "rss2.xml"}


class HexoConfig(NamedTuple):
    """The settings of a site. `root` is the path of the site on its host, "" or `/blog`."""

    values: Data
    source: str
    root: str
    permalink: str
    defaults: Mapping[str, str]
    new_post_name: str
    assets: bool
    category_map: Mapping[str, str]
    tag_map: Mapping[str, str]
    feeds: tuple[str, ...]

    def folder(self, name: str, usual: str) -> str:
        """Return a folder of addresses, such as `category_dir`, without slashes."""
        return (text(self.values.get(name)) or usual).strip("/")

    def is_raw(self, path: str) -> bool:
        """Return whether `skip_render` names a file, which is then copied as it is."""
        return _matches(self.values.get("skip_render"), path)

    def is_excluded(self, path: str) -> bool:
        """Return whether `exclude` or `ignore` names a file."""
        return _matches(self.values.get("exclude"), path) or _matches(self.values.get("ignore"), path)

    def is_included(self, path: str) -> bool:
        """Return whether `include` names a file, which may have a name that Hexo would ignore."""
        return _matches(self.values.get("include"), path)

    @property
    def zone(self) -> str:
        """The time zone, "" for none."""
        return text(self.values.get("timezone"))

    @property
    def case(self) -> int:
        """How `filename_case` changes slugs: 1 small letters, 2 capitals, 0 not at all."""
        written = text(self.values.get("filename_case"))
        return int(written) if written in ("1", "2") else 0

    def category_slug(self, names: tuple[str, ...]) -> str:
        """Return the slug of a category, with those of the categories above it: `a/b`."""
        return "/".join(slugized(self.category_map.get(name, name), self.case) for name in names)

    def tag_slug(self, name: str) -> str:
        """Return the slug of a tag."""
        return slugized(self.tag_map.get(name, name), self.case)


def read_config(source: Path) -> HexoConfig:
    """Return the settings of a site. Raises BackfileError if there are none or they can't be read."""
    file = next(
        (source / name for name in ("_config.yml", "_config.yaml") if (source / name).is_file()), None
    )
    if not file or (not (source / "source").is_dir() and not text(read_settings(file).get("source_dir"))):
        raise BackfileError(f"{source}: this is no Hexo site: it needs _config.yml and the folder source")
    values = read_settings(file)
    root = text(values.get("root")).strip("/")
    return HexoConfig(
        values=values,
        source=(text(values.get("source_dir")) or "source").strip("/"),
        root=f"/{root}" if root else "",
        permalink=text(values.get("permalink")) or ":year/:month/:day/:title/",
        defaults=_texts_of(values, "permalink_defaults"),
        new_post_name=text(values.get("new_post_name")) or ":title.md",
        assets=is_true(values.get("post_asset_folder")),
        category_map=_texts_of(values, "category_map"),
        tag_map=_texts_of(values, "tag_map"),
        feeds=_feeds(source, values),
    )


def _texts_of(values: Data, name: str) -> dict[str, str]:
    return {key: text(value) for key, value in group(values, name).items() if text(value)}


def _matches(value: object, path: str) -> bool:
    patterns = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    plain = [one.removeprefix("source/").replace("**/", "*").replace("**", "*") for one in patterns if one]
    return any(fnmatchcase(path, one) for one in plain)


def _feeds(source: Path, values: Data) -> tuple[str, ...]:
    """Return the paths of the feeds of hexo-generator-feed, if the site has this plugin."""
    feed = group(values, "feed")
    packages = source / "package.json"
    listed = packages.is_file() and "hexo-generator-feed" in packages.read_text("utf-8", "replace")
    if not feed and not listed:
        return ()
    types = texts(feed.get("type"), words=True) or ["atom"]
    paths = texts(feed.get("path"), words=False)
    named = [paths[at] if at < len(paths) else _FEEDS.get(one, "") for at, one in enumerate(types)]
    return tuple(path.strip("/") for path in named if path)
