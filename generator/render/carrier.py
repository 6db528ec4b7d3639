"""Have pages rendered by workers that do not see the archive: sources go to them, pages come back.

With a sink, workers put the pages there, and only digests come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from generator.core.errors import SourceChangedError
from generator.kinds.kind import Copy, Kind, by_owner, kind_of
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.kinds.parts.source_files import FilesOnDisk
from generator.output.staging import Stage, Written
from generator.parallel.portable import Carried
from generator.plan.task import Stale, Task
from generator.render.carried_sources import CarriedSources, Sources, read_sources
from generator.render.carried_theme import CarriedTheme, UnpackedTheme
from generator.render.rendered import Made, Rendered, save
from generator.render.renderer import Renderer
from generator.render.sink import NewOutput, Sink
from generator.render.worker import Worker


class Pages(NamedTuple):
    """Tasks to render, with the digests of what is in the sink now, and their sources."""

    tasks: tuple[Task[Any], ...]
    present: tuple[bytes, ...]
    sources: Sources


#: For each task the bytes of its output, or what was written to the sink; or, as a text, the source that
#: changed and how.
Answer = list[bytes | Written | str]


class PagesJob(NamedTuple):
    """Renders outputs, and returns their bytes or, with a sink, puts them there."""

    settings: SiteSettings
    theme: CarriedTheme
    kinds: tuple[Kind, ...]
    sink: Sink | None = None

    def open(self) -> Callable[[Pages], Answer]:
        """Unpack the theme, load it, and return the function that renders a batch."""
        return _Pages(self).render


class _Pages:
    def __init__(self, job: PagesJob) -> None:
        self._unpacked = UnpackedTheme(job.theme)
        settings = job.settings._replace(theme=self._unpacked.theme)
        self._sources = CarriedSources()
        folders = Folders("", "", self._unpacked.templates, "", "")
        self._renderer = Renderer(settings, folders, job.kinds, self._sources)
        self._owners = by_owner(job.kinds)
        self._sink = job.sink

    def render(self, pages: Pages) -> Answer:
        """Render a batch. Raises ThemeError, and what the sink raises."""
        self._sources.replace(pages.sources)
        rendered = [self._one(task) for task in pages.tasks]
        return list(rendered) if self._sink is None else self._put(self._sink, pages, rendered)

    def _put(self, sink: Sink, pages: Pages, rendered: Sequence[bytes | str]) -> Answer:
        outputs = [
            NewOutput(task.path, kind_of(self._owners, task).phase_of(task.key), made, present)
            for task, present, made in zip(pages.tasks, pages.present, rendered, strict=True)
            if isinstance(made, bytes)
        ]
        written = iter(sink.put(outputs))
        return [(next(written) or made) if isinstance(made, bytes) else made for made in rendered]

    def _one(self, task: Task[Any]) -> bytes | str:
        try:
            rendered = self._renderer.render(task)
        except SourceChangedError as change:
            return str(change)
        if isinstance(rendered, Copy):
            raise TypeError(f"{task.path}: its kind has to say that it copies files")
        return rendered


class RenderCarrier:
    """Reads the sources of tasks, has them rendered, and stages the outputs. Files are copied here."""

    def __init__(
        self, settings: SiteSettings, folders: Folders, kinds: tuple[Kind, ...], sink: Sink | None = None
    ) -> None:
        self._settings = settings
        self._folders = folders
        self._kinds = kinds
        self._sink = sink
        self._owners = by_owner(kinds)
        self._disk = FilesOnDisk(folders)

    @cached_property
    def job(self) -> PagesJob:
        """The job of the workers."""
        return PagesJob(self._settings, CarriedTheme.of(self._settings.theme), self._kinds, self._sink)

    def load(self, batch: Sequence[Stale]) -> Carried[Rendered]:
        """Read the sources of a batch."""
        copies = [one for one in batch if self._kind(one).copies_files]
        pages = [one for one in batch if not self._kind(one).copies_files]
        sources = ((one.task, source) for one in pages for source in self._kind(one).sources(one.task))
        read = read_sources(self._folders.root, self._disk, sources)
        tasks, present = tuple(one.task for one in pages), tuple(one.present for one in pages)
        data = Pages(tasks, present, read) if pages else None
        copied = self._worker.batch(copies) if copies else Rendered((), ())
        return Carried(data, read.size(), lambda answer: self._staged(copied, pages, answer or []))

    def _kind(self, stale: Stale) -> Kind:
        return kind_of(self._owners, stale.task)

    @cached_property
    def _worker(self) -> Worker:
        return Worker(self._folders, Renderer(self._settings, self._folders, self._kinds))

    def _staged(self, copied: Rendered, pages: Sequence[Stale], answer: Answer) -> Rendered:
        stage = Stage(self._folders.staging, self._folders.output)
        made: list[Made] = []
        changed: list[str] = []
        for stale, rendered in zip(pages, answer, strict=True):
            if isinstance(rendered, str):
                changed.append(rendered)
            else:
                made.append(save(stage, stale, rendered))
        return Rendered(tuple(chain(copied.made, made)), tuple(chain(copied.changed, changed)))
