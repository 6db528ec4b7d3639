"""The builds that are compared: a cold one, one with nothing changed, one with posts added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    before posts are added, `changed` the files that differ afterwards; None where nobody asked.
    """

    peaks: dict[str, float | None]
    posts: int
    files: int | None = None
    changed: int | None = None


@dataclass(frozen=True)
class Timing:
    """Wall seconds in one round: of each step, of telling the version, of `cp -r` of the output (or None)."""

    steps: dict[str, float]
    start: float
    copy: float | None


def survey(
    site: Site, extra: Sequence[corpus.Post], steps: Sequence[str] = STEPS, *, compare: bool = True
) -> Survey:
    """Make the builds with memory measured, and look at what they leave.

    Without `compare` the outputs before and after adding posts are not read, which takes long when large.

    Raises:
        OutputError: posts are missing in the output, or too many.
    """
    peaks: dict[str, float | None] = {}
    posts: dict[str, int] = {}
    before: dict[str, bytes] = {}
    for step in _steps(site, extra, steps):
        if step == ADDED and compare:
            before = outputs.digests(site.output)
        peaks[step] = processes.peak_mib(site.tool.build, site.folder)
        posts[step] = _count_posts(site)
    if not before:
        return Survey(peaks, posts[COLD])
    after = outputs.digests(site.output)
    return Survey(peaks, posts[COLD], len(before), outputs.changed(before, after))


def rounds(
    sites: Sequence[Site], count: int, time: Callable[[Site, int], Timing], tell: Callable[[str], None]
) -> dict[str, list[Timing]]:
    """Let the tools take turns and return the timings of each; `time` gets a site and a round's number."""
    timings: dict[str, list[Timing]] = {site.tool.name: [] for site in sites}
    for number in range(count):
        # Every other round backwards, so that no tool always comes first.
        for site in sites[:: -1 if number % 2 else 1]:
            tell(f"round {number + 1} of {count}: {site.tool.name}")
            timings[site.tool.name].append(time(site, number))
    return timings


def time(
    site: Site, extra: Sequence[corpus.Post], steps: Sequence[str] = STEPS, *, copy: bool = True
) -> Timing:
    """Make the builds against the clock, with nothing else going on."""
    taken = {step: processes.seconds(site.tool.build, site.folder) for step in _steps(site, extra, steps)}
    start = processes.seconds(site.tool.show_version, site.folder)
    return Timing(taken, start, _copy(site) if copy else None)


def _steps(site: Site, extra: Sequence[corpus.Post], steps: Sequence[str]) -> Iterator[str]:
    """Bring the site into the state before each step; after the last, as if nothing had been added."""
    if COLD in steps:
        site.forget_builds()
        yield COLD
    else:
        processes.seconds(site.tool.build, site.folder)  # for nobody to see: what was added before goes
    if UNCHANGED in steps:
        yield UNCHANGED
    if ADDED in steps:
        site.add(extra)
        yield ADDED
        site.take_back(extra)


def _copy(site: Site) -> float:
    copy = site.folder / "copy"
    taken = processes.seconds(("cp", "-r", str(site.output), str(copy)), site.folder)
    site.discard(copy)
    return taken


def _count_posts(site: Site) -> int:
    written, published = outputs.codes(site.folder / POSTS), outputs.codes(site.output)
    if different := written ^ published:
        raise OutputError(
            f"{site.tool.name}: {len(written)} posts in the content, {len(published)} in the output; "
            f"one that is not in both is {min(different)}"
        )
    return len(published)
