"""Open or create the archive into which articles are imported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.config.schema import SiteConfig
from generator.content.dates import zone_of
from generator.content.new_archive import create_archive
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.importers.article import SLUG_PLACEHOLDER, Value
from generator.importers.post_file import front_matter
from generator.kinds.site_config import load_config, read_config
from generator.taxonomy.placement import post_address

_HEAD = "# Settings of this archive. All options: docs/configuration.md of Backfile.\n"
#: Settings of a new archive, as from `backfile init`; those of the source take precedence.
_DEFAULTS = {"title": "旧闻馆", "language": "zh-CN", "time_zone": "Asia/Shanghai"}
#: Files that may be in a folder that becomes an archive.
_HARMLESS = frozenset({".git", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".backfile"})


class Archive(NamedTuple):
    """An archive. `new` is the text of site.yaml to write, "" for an archive that exists."""

    root: Path
    config: SiteConfig
    new: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its dates."""
        return zone_of(self.config.time_zone)

    @property
    def register(self) -> Path:
        """The file that records the imported articles."""
        return SitePaths.of(self.root).state / "imports.sqlite"

    def address(self, category: str, date: str, slug: str = SLUG_PLACEHOLDER) -> str:
        """Return the output path of a post; `date` is ISO 8601."""
        return post_address(self.config.permalink.post, category, date, slug)

    def make(self) -> None:
        """Create its folders and files, if it is new."""
        if self.new:
            create_archive(self.root, self.new)


def open_archive(root: Path, settings: Mapping[str, Value] | None = None) -> Archive:
    """Return the archive in a folder; if the folder is empty or missing, a new one that is not created yet.

    `settings` are options of a new site.yaml. Raises BackfileError for a folder
    with other files, ConfigError for an invalid site.yaml.
    """
    file = root / "site.yaml"
    if file.is_file():
        return Archive(root, load_config(file))
    foreign = sorted(set(os.listdir(root)) - _HARMLESS) if root.is_dir() else []
    if foreign:
        raise BackfileError(
            f"{root}: this folder is no archive (it has no site.yaml) and not empty (it has {foreign[0]}); "
            "name an archive, an empty folder or a new one"
        )
    text = _HEAD + front_matter({**_DEFAULTS, **(settings or {})})
    return Archive(root, read_config(text), text)
