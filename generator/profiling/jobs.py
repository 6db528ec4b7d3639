"""Jobs that also measure what they cost, for `--profile`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from generator.body.options import Place
from generator.kinds.shared import Folders, Shared
from generator.parallel.executor import Executor, Job
from generator.plan.task import Stale, Task
from generator.profiling.templates import Watch
from generator.render.job import Rendered, RenderJob, Worker
from generator.render.renderer import Renderer
from generator.reporting.profile import Profile, Work

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Measured = tuple[Result, Work, Profile]


class MeasuringExecutor:
    """Runs jobs by another executor, and adds what they cost to a profile, under the stage that runs."""

    def __init__(self, executor: Executor, profile: Profile, stage: Callable[[], str]) -> None:
        self._executor = executor
        self._profile = profile
        self._stage = stage

    def run(self, job: Job[Batch, Result], batches: Iterable[Batch]) -> Iterator[Result]:
        """Yield what the other executor yields."""
        measuring: Any = MeasuredRendering(job) if isinstance(job, RenderJob) else MeasuredJob(job)
        for result, work, profile in self._executor.run(measuring, batches):
            self._profile.add(profile)
            self._profile.work[self._stage()].add(work)
            yield result


class MeasuredJob(NamedTuple):
    """Does any job, and measures it as a whole."""

    job: Any

    def open(self) -> Callable[[Any], Measured[Any]]:
        """Open the job and return the function that also measures."""
        return _timed(self.job.open(), Profile)


class MeasuredRendering(NamedTuple):
    """Renders, and measures pages and parts of templates."""

    job: RenderJob

    def open(self) -> Callable[[Sequence[Stale]], Measured[Rendered]]:
        """Load the theme, watched, and return the function that renders a batch."""
        watch = Watch()
        renderer = WatchedRenderer(self.job.shared, self.job.folders, watch)
        worker = Worker(self.job.shared, self.job.folders, renderer)
        return _timed(worker.batch, watch.take)


def _timed(
    function: Callable[[Batch], Result], take: Callable[[], Profile]
) -> Callable[[Batch], Measured[Result]]:
    """Return a function that also says what a batch cost, on top of what `take` has to say."""

    def run(batch: Batch) -> Measured[Result]:
        wall, cpu = time.perf_counter(), time.process_time()
        result = function(batch)
        work = Work(time.perf_counter() - wall, time.process_time() - cpu)
        return result, work, take()

    return run


class WatchedRenderer(Renderer):
    """Renders, and has everything watched."""

    def __init__(self, shared: Shared, folders: Folders, watch: Watch) -> None:
        super().__init__(shared, folders)
        watch.over(self._env)
        self._watch = watch

    def render(self, task: Task) -> bytes:
        """Render a task, as the renderer does."""
        templates, lost = self._watch.spent()
        start = time.process_time()
        data = super().render(task)
        seconds = time.process_time() - start
        templates_then, lost_then = self._watch.spent()
        outputs = self._watch.profile.outputs[task.page]
        outputs.count += 1
        outputs.seconds += seconds - (lost_then - lost)
        outputs.templates += templates_then - templates
        outputs.size += len(data)
        return data

    def _body(self, task: Task, stand_in: bool, engine: str, place: Place) -> str:
        start = time.process_time()
        html = super()._body(task, stand_in, engine, place)
        self._watch.profile.outputs[task.page].bodies += time.process_time() - start
        return html
