"""The archive that is imported into: one that exists, or a new one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.config.load import load_config, read_config
from generator.config.schema import SiteConfig
from generator.content.dates import zone_of
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.importers.article import SLOT, Value
from generator.importers.post_file import front_matter
from generator.importers.writer import replace_file
from generator.taxonomy.placement import post_address

_HEAD = "# Settings of this archive. All options: docs/configuration.md of Backfile.\n"
#: A new archive starts with these, as after `backfile init`, unless its source says more.
_DEFAULTS = {"title": "旧闻馆", "language": "zh-CN", "time_zone": "Asia/Shanghai"}
_IGNORE = "/output/\n/.backfile/\n/.output.staging/\n"
#: What may lie in a folder that is to become an archive.
_HARMLESS = frozenset({".git", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".backfile"})


class Archive(NamedTuple):
    """An archive that exists, or (`new`) the text of the site.yaml that it is to have."""

    root: Path
    config: SiteConfig
    new: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its dates."""
        return zone_of(self.config.time_zone)

    @property
    def register(self) -> Path:
        """Where it remembers what was imported."""
        return SitePaths.of(self.root).state / "imports.sqlite"

    def address(self, category: str, date: str, slug: str = SLOT) -> str:
        """Return the output path of a post; `date` is ISO 8601."""
        return post_address(self.config.permalink, category, date, slug)

    def make(self) -> None:
        """Make it, where it is new."""
        if not self.new:
            return
        (self.root / "content" / "posts").mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", _IGNORE), ("content/posts/.gitkeep", "")):
            if not (self.root / name).exists():
                (self.root / name).write_text(text, encoding="utf-8")
        replace_file(self.root / "site.yaml", self.new.encode())


def open_archive(root: Path, settings: Mapping[str, Value] | None = None) -> Archive:
    """Return the archive in a folder; where the folder is empty or missing, a new one that is not made yet.

    `settings` are options of a new site.yaml. Raises BackfileError for a folder
    that holds something else, ConfigError for a site.yaml that can't be used.
    """
    file = root / "site.yaml"
    if file.is_file():
        return Archive(root, load_config(file))
    foreign = sorted(set(os.listdir(root)) - _HARMLESS) if root.is_dir() else []
    if foreign:
        raise BackfileError(
            f"{root}: it is no archive (it has no site.yaml) and not empty ({foreign[0]} is there); "
            "name the folder of an archive, or one that is empty or does not exist yet"
        )
    text = _HEAD + front_matter({**_DEFAULTS, **(settings or {})})
    return Archive(root, read_config(text), text)
