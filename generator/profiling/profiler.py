"""Profile a build: run its jobs in an executor that also measures them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from markupsafe import Markup

from generator.body.options import Place
from generator.kinds.kind import Copy, Kind
from generator.kinds.parts.bodies import BodyMaker
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.kinds.parts.source_files import SourceFiles
from generator.parallel.executor import Executor, executor
from generator.parallel.job import Job
from generator.plan.task import Task
from generator.profiling.profile import Profile, WorkerTime
from generator.profiling.table import tables
from generator.profiling.templates import TemplateProfiler
from generator.render.job import RenderJob
from generator.render.renderer import Renderer
from generator.render.worker import Worker
from generator.reporting.report import Report

Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Profiler:
    """Makes the executors of one build, and has its `profile`: None until there is an executor."""

    def __init__(self, report: Report) -> None:
        self.profile: Profile | None = None
        self._report = report

    def executor(self, workers: int) -> Executor:
        """Return an executor that measures its jobs, and start a new profile."""
        self.profile = Profile()
        return MeasuringExecutor(executor(workers), self.profile, self._report)

    def as_json(self) -> dict[str, Any]:
        """Return the report, with the profile (docs/operating.md)."""
        return self._report.as_json() | ({"profile": self.profile.as_json()} if self.profile else {})

    def tables(self) -> str:
        """Return the profile as text for a terminal."""
        return tables(self.profile or Profile(), self._report.seconds)


class MeasuringExecutor(NamedTuple):
    """Runs jobs with another executor, and adds their costs to a profile, under the stage of the report."""

    executor: Executor
    profile: Profile
    report: Report

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield the results of the other executor."""
        measured: MeasuredJob[Batch, Result] = MeasuredJob(job, self.report.stage)
        for result, profile in self.executor.run(measured, batches):
            self.profile.add(profile)
            yield result


class MeasuredJob(NamedTuple, Generic[Batch, Result]):
    """Does the batches of a job, and returns a profile with each result; that of a render job in detail."""

    job: Job[Batch, Result]
    stage: str

    def open(self) -> Callable[[Batch], tuple[Result, Profile]]:
        """Open the job and return the function that also measures."""
        function, take_profile = self._open()

        def run(batch: Batch) -> tuple[Result, Profile]:
            wall, cpu = time.perf_counter(), time.process_time()
            result = function(batch)
            seconds = WorkerTime(time.perf_counter() - wall, time.process_time() - cpu)
            profile = take_profile()
            profile.workers[self.stage] = seconds
            return result, profile

        return run

    def _open(self) -> tuple[Callable[[Any], Any], Callable[[], Profile]]:
        if not isinstance(self.job, RenderJob):
            return self.job.open(), Profile
        renderer = ProfiledRenderer(*self.job)
        return Worker(self.job.folders, renderer).batch, renderer.profiler.take


class ProfiledBodyMaker(BodyMaker):
    """Makes bodies, and counts the seconds of processor time that they take."""

    seconds = 0.0

    def on_page(
        self, task: Task[Any], stand_in: bool, engine: str, place: Place, shown: Sequence[int] = ()
    ) -> Markup:
        """Return a body, as the base class does."""
        start = time.process_time()
        html = super().on_page(task, stand_in, engine, place, shown)
        self.seconds += time.process_time() - start
        return html


class ProfiledRenderer(Renderer):
    """Renders, and measures outputs, bodies and parts of templates."""

    body_maker = ProfiledBodyMaker
    bodies: ProfiledBodyMaker

    def __init__(
        self,
        settings: SiteSettings,
        folders: Folders,
        kinds: Iterable[Kind],
        sources: SourceFiles | None = None,
    ) -> None:
        super().__init__(settings, folders, kinds, sources)
        self.profiler = TemplateProfiler(self.env)

    def render(self, task: Task[Any]) -> bytes | Copy:
        """Render a task, as the renderer does."""
        templates, overhead = self.profiler.totals()
        bodies = self.bodies.seconds
        start = time.process_time()
        made = super().render(task)
        seconds = time.process_time() - start
        templates_then, overhead_then = self.profiler.totals()
        if isinstance(made, Copy):
            return made
        cost = self.profiler.profile.outputs[task.page]
        cost.count += 1
        cost.seconds += seconds - (overhead_then - overhead)
        cost.templates += templates_then - templates
        cost.bodies += self.bodies.seconds - bodies
        cost.size += len(made)
        return made
