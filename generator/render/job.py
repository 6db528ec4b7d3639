"""Renders batches of tasks in a worker, and writes what they give into the staging folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.core.errors import SourceChangedError
from generator.kinds.shared import Folders, Shared
from generator.ledger.outputs import Output
from generator.output.staging import Stage, Written
from generator.plan.task import Stale, Task
from generator.theme.assets import Asset, assets

if TYPE_CHECKING:
    from generator.render.renderer import Renderer


class Made(NamedTuple):
    """An output that was made; `staged` is False when its bytes stood in the output already."""

    output: Output
    staged: bool


class Rendered(NamedTuple):
    """What a batch gave: outputs, and the sources that changed while the build was at work (`path: how`)."""

    made: tuple[Made, ...]
    moved: tuple[str, ...]


class RenderJob(NamedTuple):
    """Renders with some settings from and into some folders."""

    shared: Shared
    folders: Folders

    def open(self) -> Callable[[Sequence[Stale]], Rendered]:
        """Load the theme and return the function that renders a batch."""
        # Late: a build in which nothing changed renders nothing.
        from generator.render.renderer import Renderer

        return Worker(self.shared, self.folders, Renderer(self.shared, self.folders)).batch


class Worker:
    """Renders batches with a renderer, and stages what it gives."""

    def __init__(self, shared: Shared, folders: Folders, renderer: Renderer) -> None:
        self._renderer = renderer
        self._stage = Stage(folders.staging, folders.output)
        self._assets = assets(shared.theme, shared.options)
        self._root = folders.root

    def batch(self, batch: Sequence[Stale]) -> Rendered:
        """Render a batch. Raises BackfileError when a theme or the disk fails."""
        made: list[Made] = []
        moved: list[str] = []
        for task, fingerprint in batch:
            try:
                written = self._write(task)
            except SourceChangedError as change:
                # A feed shows several, of which the change names one.
                moved.append(str(change) if task.page == "feed" else f"{task.payload[0]}: {change}")
                continue
            output = Output(
                task.path,
                task.kind,
                task.key,
                fingerprint,
                written.digest,
                written.size,
                written.mtime_ns,
                task.source,
            )
            made.append(Made(output, written.staged))
        return Rendered(tuple(made), tuple(moved))

    def _write(self, task: Task) -> Written:
        if task.page == "asset":
            return self._write_asset(self._assets[task.payload[0]])
        if task.page == "file":
            return self._stage.copy(Path(self._root, task.payload[0]), task.path, task.guard)
        return self._stage.write(task.path, self._renderer.render(task))

    def _write_asset(self, asset: Asset) -> Written:
        content = asset.content
        if content is None:
            return self._stage.copy(Path(asset.file), asset.path)
        return self._stage.write(asset.path, content)
