"""Render batches of tasks, and write the outputs into the staging folder."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.errors import SourceChangedError
from generator.kinds.parts.settings import Folders
from generator.output.staging import Stage
from generator.plan.task import Stale
from generator.render.rendered import Made, Rendered, save
from generator.render.renderer import Renderer


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
        for stale in batch:
            try:
                made.append(save(stage, stale, self._renderer.render(stale.task)))
            except SourceChangedError as change:
                changed.append(str(change))
        return Rendered(tuple(made), tuple(changed))
