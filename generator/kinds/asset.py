"""Publish the static files of the theme, named after their contents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Copy, Kind, Maker, Phase, Resources, Source
from generator.plan.task import Task
from generator.plan.touched import Touched
from generator.theme.assets import Asset
from generator.theme.inputs import Inputs


class AssetRow(NamedTuple):
    """An asset: its name in the theme, and the digest of its bytes."""

    name: str
    content_digest: str


@dataclass(frozen=True)
class AssetKind(Kind):
    """A static file of the theme. `assets` are all by name; `themes` are (name, folder) of its layers."""

    assets: Mapping[str, Asset]
    themes: tuple[tuple[str, str], ...]

    owner: ClassVar[str] = "asset"
    title: ClassVar[str] = "the asset"
    phase: ClassVar[Phase] = "assets"
    copies_files: ClassVar[bool] = True
    routes: ClassVar[tuple[Route, ...]] = (Route("assets/{path}", shared=True),)
    from_sample: ClassVar[bool] = True
    shows_posts: ClassVar[bool] = False
    owners: ClassVar[str] = "SELECT '' AS key"

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the assets of the theme."""
        return cls(source.assets, tuple((layer.name, layer.folder) for layer in source.theme.layers))

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[AssetRow]]:
        """Yield a task for each asset, if they are touched."""
        if touched.keys(self.owner):
            for name, asset in sorted(self.assets.items()):
                yield Task(asset.path, self.owner, "", "asset", AssetRow(name, asset.digest))

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of assets, if they are touched."""
        return len(self.assets) if touched.keys(self.owner) else 0

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return nothing: an asset follows from its file and the options that are in its digest."""
        return {"asset": {}}

    def own_inputs(self) -> Inputs:
        """Return the output paths of all assets, which hold their digests."""
        return {f"asset:{name}": asset.path for name, asset in self.assets.items()}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of assets."""
        assets = resources.assets

        def make(task: Task[AssetRow]) -> bytes | Copy:
            asset = assets[task.payload.name]
            content = asset.content
            return Copy(asset.file, asset.name) if content is None else content

        return {"asset": make}

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the theme has the asset."""
        return any(asset.path == path for asset in self.assets.values())

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the asset and its theme."""
        for asset in self.assets.values():
            if asset.path == path:
                (theme,) = (name for name, folder in self.themes if asset.file.startswith(f"{folder}/"))
                return f"{self.title} {asset.name} of the theme {theme}"
        return "an asset that the theme no longer has"
