"""The job of rendering, for workers: batches of tasks in, outputs in the staging folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.kinds.kind import Kind
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.plan.task import Stale
from generator.render.carried_theme import CarriedTheme
from generator.render.rendered import Rendered
from generator.render.sink import Sink

if TYPE_CHECKING:
    from generator.render.carrier import RenderCarrier
    from generator.render.themed_job import ThemedRenderJob


class RenderJob(NamedTuple):
    """The job of rendering, for workers: with these settings and kinds, from and into these folders.

    With a sink, workers that do not see the folders put outputs there.
    """

    settings: SiteSettings
    folders: Folders
    kinds: tuple[Kind, ...]
    sink: Sink | None = None

    def open(self) -> Callable[[Sequence[Stale]], Rendered]:
        """Load the theme and return the function that renders a batch."""
        # Late: a build in which nothing changed renders nothing.
        from generator.render.renderer import Renderer
        from generator.render.worker import Worker

        return Worker(self.folders, Renderer(self.settings, self.folders, self.kinds)).batch

    def on_shared_disk(self) -> ThemedRenderJob:
        """Return the job for workers that see the folders, but perhaps not those of the theme."""
        from generator.render.themed_job import ThemedRenderJob  # late, as above

        return ThemedRenderJob(self.settings, CarriedTheme.of(self.settings.theme), self.folders, self.kinds)

    def carrier(self) -> RenderCarrier:
        """Return what makes batches for workers that do not see the folders."""
        from generator.render.carrier import RenderCarrier  # late, as above

        return RenderCarrier(self.settings, self.folders, self.kinds, self.sink)
