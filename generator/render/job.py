"""Render batches of tasks in a worker, and write the outputs into the staging folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.errors import SourceChangedError
from generator.kinds.kind import Copy, Kind
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.ledger.outputs import Output
from generator.output.staging import Stage, Written
from generator.plan.task import Stale, Task

if TYPE_CHECKING:
    from generator.render.renderer import Renderer


class Made(NamedTuple):
    """An output that was made; `staged` is False when its bytes were in the output already."""

    output: Output
    staged: bool


class Rendered(NamedTuple):
    """The result of a batch: outputs, and the sources that changed during the build (`path: how`)."""

    made: tuple[Made, ...]
    changed: tuple[str, ...]


class RenderJob(NamedTuple):
    """The job of rendering, for workers: with these settings and kinds, from and into these folders."""

    settings: SiteSettings
    folders: Folders
    kinds: tuple[Kind, ...]

    def open(self) -> Callable[[Sequence[Stale]], Rendered]:
        """Load the theme and return the function that renders a batch."""
        # Late: a build in which nothing changed renders nothing.
        from generator.render.renderer import Renderer

        return Worker(self.folders, Renderer(self.settings, self.folders, self.kinds)).batch


class Worker:
    """Renders batches with a renderer, and stages the outputs."""

    def __init__(self, folders: Folders, renderer: Renderer) -> None:
        self._folders = folders
        self._renderer = renderer

    def batch(self, batch: Sequence[Stale]) -> Rendered:
        """Render a batch. Raises BackfileError when a theme or the disk fails."""
        # One for each batch: the staging folder may have been emptied since the last one.
        stage = Stage(self._folders.staging, self._folders.output)
        made: list[Made] = []
        changed: list[str] = []
        for task, fingerprint in batch:
            try:
                written = self._write(task, stage)
            except SourceChangedError as change:
                changed.append(str(change))
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
        return Rendered(tuple(made), tuple(changed))

    def _write(self, task: Task[Any], stage: Stage) -> Written:
        rendered = self._renderer.render(task)
        if not isinstance(rendered, Copy):
            return stage.write(task.path, rendered)
        try:
            return stage.copy(Path(rendered.file), task.path, rendered.guard)
        except SourceChangedError as change:
            raise SourceChangedError(f"{rendered.source}: {change}") from None
