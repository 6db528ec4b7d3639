"""The job of rendering for workers that share a disk: the theme may lie elsewhere, so it is carried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.kinds.kind import Kind
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.plan.task import Stale
from generator.render.carried_theme import CarriedTheme, UnpackedTheme
from generator.render.rendered import Rendered
from generator.render.renderer import Renderer
from generator.render.worker import Worker


class ThemedRenderJob(NamedTuple):
    """The job of rendering with a theme that comes along, from and into folders that workers see."""

    settings: SiteSettings
    theme: CarriedTheme
    folders: Folders
    kinds: tuple[Kind, ...]

    def open(self) -> Callable[[Sequence[Stale]], Rendered]:
        """Unpack the theme, load it, and return the function that renders a batch."""
        return _Unpacked(self).batch


class _Unpacked(Worker):
    def __init__(self, job: ThemedRenderJob) -> None:
        self._unpacked = UnpackedTheme(job.theme)
        settings = job.settings._replace(theme=self._unpacked.theme)
        folders = job.folders._replace(templates=self._unpacked.templates)
        super().__init__(job.folders, Renderer(settings, folders, job.kinds))
