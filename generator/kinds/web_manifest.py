"""Write the web app manifest, which says how the site looks among the apps of a phone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from generator.addresses.links import href
from generator.addresses.routes import Route
from generator.config.groups import Groups, OptionGroup
from generator.config.rules.addresses import check_picture
from generator.config.rules.machine_files import check_color
from generator.config.yaml.reader import Rules
from generator.formats.web_manifest import Manifest, manifest
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.inputs import options, program, site
from generator.kinds.single import Part, SingleKind
from generator.theme.assets import ICONS
from generator.theme.inputs import Inputs

_FILE = Route("manifest.webmanifest", replaceable=True)


@dataclass(frozen=True, slots=True)
class ManifestOptions:
    """The site as an app on a phone (manifest.webmanifest)."""

    short_name: str = ""
    """Name below the icon; the site's title when empty."""
    color: str = "#fdfcf9"
    """Colour around the pages and behind them while they load, as `#` and six digits."""
    icons: tuple[str, ...] = ()
    """Pictures, as `publisher.logo`, with their width in the name (`icon-512.png`); none: the theme's."""


MANIFEST = OptionGroup(
    "manifest",
    ManifestOptions,
    "The site as an app on a phone.",
    rules=Rules(values={"manifest.color": check_color, "manifest.icons.*": check_picture}),
)


@dataclass(frozen=True)
class WebManifestKind(SingleKind):
    """Name, colour and icons of the site, for phones."""

    manifest: Manifest

    key: ClassVar[str] = "manifest"
    title: ClassVar[str] = "the description of the site for phones"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)
    shows_posts: ClassVar[bool] = False
    options: ClassVar[Groups] = (MANIFEST,)

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the options under `manifest`."""
        chosen = MANIFEST.of(source.config)
        return cls(Manifest(chosen.short_name, chosen.color, chosen.icons))

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the file."""
        yield Part(_FILE.path(), "manifest")

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the settings, and the icons of the theme."""
        values = {f"manifest.{name}": value for name, value in self.manifest._asdict().items()}
        described = options({"description": common.settings.description, **values})
        return {"manifest": {**program(), **site(common.settings), **described, **common.theme.icons}}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the writer of the file."""
        settings, assets = resources.settings, resources.assets
        icons = self.manifest.icons or [href(assets[name].path) for name in ICONS if name in assets]
        head = (settings.title, settings.description, settings.language)
        return {"manifest": lambda _: manifest(*head, self.manifest, icons)}
