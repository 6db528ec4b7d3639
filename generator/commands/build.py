"""Run `backfile build`: bring the output up to date."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from generator.commands import options as shared
from generator.commands.bucket import bucket, open_bucket, refuse, tell
from generator.commands.output import report_problem, write_report
from generator.core.errors import BackfileError
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.parallel.executor import Executor, executor
from generator.pipeline.build import Options, build, now
from generator.publish.bucket_target import BucketTarget
from generator.reporting.ci import gitlab, located, on_github
from generator.reporting.report import Report, Reporter, reporter_for

if TYPE_CHECKING:
    from generator.profiling.profiler import Profiler
    from generator.remote.output import RemoteOutput

#: The address of a scheduler, as Dask writes it, or so many workers on this machine.
_ADDRESS = re.compile(r"local:[1-9]\d?|[a-z]+://[^\s/]+(/\S*)?")
#: Warnings and notices of one code that are printed; the report has all of them.
_SHOWN = 5


def _address(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Check the form of an address. Raises BadParameter."""
    if value is None or _ADDRESS.fullmatch(value):
        return value
    raise click.BadParameter("give the address of a scheduler, such as tcp://10.0.0.1:8786, or local:4")


@click.command()
@shared.directory
@shared.output("Output folder")
@shared.jobs
@click.option("--strict", is_flag=True, help="Write no output if there is any problem, even a warning.")
@click.option("--verify", "verifying", is_flag=True, help="Only compare the output with a clean build.")
@click.option("--clean", is_flag=True, help="Read and render everything again.")
@click.option("--survey", is_flag=True, help="Look at every file of the output for changes by others.")
@click.option("--drafts", is_flag=True, help="Include drafts.")
@click.option("--future", is_flag=True, help="Include posts with a date in the future.")
@shared.json_file("report")
@click.option(
    "--code-quality", "quality_file", type=click.Path(dir_okay=False, path_type=Path),
    help="Write problems to this file, as a GitLab code quality report.",
)  # fmt: skip
@click.option("--profile", is_flag=True, help="Show the time of each stage and each template.")
@click.option(
    "--cluster", metavar="ADDRESS", callback=_address,
    help="Read and render on a Dask cluster: the scheduler's address, or local:4.",
)  # fmt: skip
@click.option("--shared-disk", is_flag=True, help="Let workers of the cluster read and write themselves.")
@click.option(
    "--to", "target", metavar="BUCKET", callback=bucket,
    help="Build into a bucket, s3://BUCKET/PREFIX, instead of a folder.",
)  # fmt: skip
@shared.quiet
def command(
    directory: Path, output: Path | None, jobs: int, strict: bool, verifying: bool, clean: bool, survey: bool,
    drafts: bool, future: bool, json_file: Path | None, quality_file: Path | None, profile: bool,
    cluster: str | None, shared_disk: bool, target: BucketTarget | None, quiet: bool,
) -> None:  # fmt: skip
    """Build the archive in DIR.

    Exit codes: 0 built; 1 no output written; 2 wrong usage; 3 another build is at work.

    \b
    Example: backfile build my-archive --json report.json
    """  # noqa: D301
    _check_cluster(cluster, shared=shared_disk, profile=profile, verifying=verifying)
    if target:
        refuse({"--output": output, "--shared-disk": shared_disk, "--profile": profile, "--verify": verifying,
                "--survey": survey})  # fmt: skip
    paths = _paths(directory, output, shared=shared_disk)
    remote = open_bucket(paths, target) if target else None
    report = Report()
    profiler = _profiler(report) if profile else None
    reporter = reporter_for(sys.stderr, quiet=quiet)
    try:
        with _executors(cluster, paths if shared_disk else None, profiler, remote) as executors:
            forks = not (cluster or remote)
            options = Options(
                now(), jobs, strict, clean, drafts, future, survey, executors, forks=forks, remote=remote
            )
            (_verify if verifying else build)(remote.paths if remote else paths, options, reporter, report)
    finally:
        done = _report(report, paths, json_file, quality_file, profiler)
    told = tell(remote) if remote else ""
    if not quiet:
        click.echo(_summary(report, told or str(paths.output), verified=verifying))
        if profiler:
            click.echo(f"\n{profiler.tables()}")
    if not done:
        raise SystemExit(BackfileError.exit_code)


def _paths(directory: Path, output: Path | None, *, shared: bool) -> SitePaths:
    paths = SitePaths.of(directory, output)
    # A worker of a build that was killed may still write to a shared disk, but not into our files.
    return replace(paths, staging_part=uuid4().hex) if shared else paths


def _report(
    report: Report, paths: SitePaths, file: Path | None, quality: Path | None, profiler: Profiler | None
) -> bool:
    """Show the problems, and write the files that were asked for; return whether all were written."""
    seen = tuple(located(problem, paths.root, Path.cwd()) for problem in report.problems)
    _show_problems(seen if on_github() else report.problems)
    written = write_report(file, profiler.as_json if profiler else report.as_json)
    return write_report(quality, lambda: gitlab(seen)) and written


def _verify(paths: SitePaths, options: Options, reporter: Reporter, report: Report) -> None:
    from generator.pipeline.verify import verify  # Late: few builds need it.

    verify(paths, options, reporter, report)


def _check_cluster(cluster: str | None, *, shared: bool, profile: bool, verifying: bool) -> None:
    """Raise UsageError for options that do not go together."""
    if profile and cluster:
        raise click.UsageError("--profile measures the workers of one machine: leave out --cluster")
    if shared and not cluster:
        raise click.UsageError("--shared-disk is for the workers of a cluster: add --cluster")
    if shared and verifying:
        raise click.UsageError("--verify builds in a folder of this machine alone: leave out --shared-disk")


@contextmanager
def _executors(
    cluster: str | None, shared: SitePaths | None, profiler: Profiler | None, remote: RemoteOutput | None
) -> Iterator[Callable[[int], Executor]]:
    """Yield what makes the executors of the build. Raises BackfileError if the cluster can't be used."""
    if cluster:
        from generator.cluster.connection import connected  # Late: few builds have one.

        with connected(cluster, shared, remote.objects.check if remote else None) as executors:
            yield executors
    elif remote:
        yield partial(executor, forks=False)  # Requests are sent by threads.
    else:
        yield profiler.executor if profiler else executor


def _show_problems(problems: tuple[Problem, ...]) -> None:
    """Print all errors, and the first warnings of each code."""
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.code] += 1
        if problem.severity == "error" or counts[problem.code] <= _shown(problem.code):
            report_problem(problem)
    for code, count in counts.items():
        more = count - _shown(code)
        if more > 0 and any(one.code == code and one.severity != "error" for one in problems):
            click.echo(f"… and {more:,} more like it ({code}); --json FILE lists them all", err=True)


def _shown(code: str) -> int:
    """Return how many problems of a code are printed, errors aside; one where a whole site has the same."""
    return 1 if code in ("body.template", "body.hidden") else _SHOWN


def _profiler(report: Report) -> Profiler:
    from generator.profiling.profiler import Profiler  # late: few builds are profiled

    return Profiler(report)


def _summary(report: Report, output: str, *, verified: bool) -> str:
    """Return the last lines that a user sees."""
    if verified:
        return f"verified: {output} is the same as a clean build"
    posts = [f"{report.published:,} published"]
    for count, meaning in (
        (report.rescued, "of them rescued"),
        (report.quarantined, "quarantined"),
        (report.kept, "with their last good page up"),
        (report.withheld, "withheld (drafts, future, expired)"),
    ):
        if count:
            posts.append(f"{count:,} {meaning}")
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in report.seconds.items())
    if report.written or report.removed:
        files = f"{report.written:,} written, {report.removed:,} removed, {report.unchanged:,} unchanged"
    else:
        files = f"nothing changed ({report.unchanged:,} up to date)"
    return "\n".join(
        [
            f"posts:   {report.posts:,} found: {', '.join(posts)}",
            f"files:   {files}",
            f"seconds: {sum(report.seconds.values()):.2f} ({stages}); peak {report.peak_mb:,} MB",
            f"output:  {output}",
        ]
    )
