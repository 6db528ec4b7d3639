"""The builds that are compared: a cold one, one with nothing changed, one with a post added."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import corpus
import outputs
import processes
from tools import POSTS, Site

COLD, UNCHANGED, ADDED = STEPS = ("cold", "unchanged", "added")


class OutputError(Exception):
    """The output does not hold the posts of the content, so the figures can't be compared."""


@dataclass(frozen=True)
class Survey:
    """What does not hang on the speed of the machine.

    `peaks` holds memory in MiB by step, None where it can't be measured. `posts` and `files` count the output
    before the post is added, `changed` the files that differ afterwards.
    """

    peaks: dict[str, float | None]
    posts: int
    files: int
    changed: int


@dataclass(frozen=True)
class Timing:
    """Wall seconds in one round: of each step, of telling the version, of `cp -r` of the output."""

    steps: dict[str, float]
    start: float
    copy: float


def survey(site: Site, extra: corpus.Post) -> Survey:
    """Make the three builds with memory measured, and look at what they leave.

    Raises:
        OutputError: posts are missing in the output, or too many.
    """
    peaks: dict[str, float | None] = {}
    posts: dict[str, int] = {}
    before: dict[str, bytes] = {}
    for step in _steps(site, extra):
        before = outputs.digests(site.output) if step == ADDED else {}
        peaks[step] = processes.peak_mib(site.tool.build, site.folder)
        posts[step] = _count_posts(site)
    after = outputs.digests(site.output)
    return Survey(peaks, posts[COLD], len(before), outputs.changed(before, after))


def time(site: Site, extra: corpus.Post) -> Timing:
    """Make the three builds against the clock, with nothing else going on."""
    steps = {step: processes.seconds(site.tool.build, site.folder) for step in _steps(site, extra)}
    start = processes.seconds(site.tool.show_version, site.folder)
    return Timing(steps, start, _copy(site))


def _steps(site: Site, extra: corpus.Post) -> Iterator[str]:
    """Bring the site into the state before each step; after the last, as if nothing had been added."""
    site.forget_builds()
    yield COLD
    yield UNCHANGED
    site.add(extra)
    yield ADDED
    site.take_back(extra)


def _copy(site: Site) -> float:
    copy = site.folder / "copy"
    taken = processes.seconds(("cp", "-r", str(site.output), str(copy)), site.folder)
    shutil.rmtree(copy)
    return taken


def _count_posts(site: Site) -> int:
    written, published = outputs.codes(site.folder / POSTS), outputs.codes(site.output)
    if different := written ^ published:
        raise OutputError(
            f"{site.tool.name}: {len(written)} posts in the content, {len(published)} in the output; "
            f"one that is not in both is {min(different)}"
        )
    return len(published)
