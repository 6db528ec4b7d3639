"""Measure the search index: its size, what it adds to a build, and what a change of a post changes.

    python bench/search.py --posts 10000 --years 20 --rounds 3

Builds with and without search are made in turns. Seconds are those of the processor, of all processes.
See README.md beside this file.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path

import processes
from progress import tell
from search_archive import NEWEST, Archive, Build


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        archive = Archive(Path(folder), options.seed)
        tell(f"writing {options.posts:,} posts")
        characters = archive.fill(options.posts, options.years)
        for line in _cold(archive, options.rounds):
            print(line)
        for line in (
            *_memory(archive),
            *_size(archive, options.posts, characters),
            *_unchanged(archive),
            *_more(archive, options.rounds),
            *_edits(archive, options.edits),
        ):
            print(line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _cold(archive: Archive, rounds: int) -> list[str]:
    found: dict[str, list[Build]] = {"off": [], "full": []}
    for number in range(rounds):
        tell(f"cold builds, round {number + 1}")
        for mode, builds in found.items():
            builds.append(archive.build(mode, cold=True))
    cpu = {mode: statistics.median(one.cpu for one in builds) for mode, builds in found.items()}
    wall = {mode: statistics.median(one.wall for one in builds) for mode, builds in found.items()}
    ratio = cpu["full"] / cpu["off"]
    return [
        f"cold: processor {cpu['off']:.1f} s without, {cpu['full']:.1f} with search ({ratio:.2f})",
        f"cold: clock {wall['off']:.1f} s without, {wall['full']:.1f} with search",
    ]


def _memory(archive: Archive) -> list[str]:
    """Return the peaks of one more cold build, which is not timed."""
    tell("a cold build whose memory is measured")
    archive.take("full", cold=True)
    peaks = processes.peaks_mib(archive.command("full"), archive.root)
    archive.put_back("full")
    if not peaks:
        return ["memory: not measured, which takes Linux 4.14 or later"]
    return [f"memory: {peaks.largest:.0f} MiB in the largest process, {peaks.together:.0f} in all"]


def _size(archive: Archive, posts: int, characters: int) -> list[str]:
    index = archive.index()
    size, largest = sum(index.values()), max(size for name, size in index.items() if "/head-" not in name)
    return [
        f"size: {size / 1e6:.1f} MB, {size / characters:.2f} bytes a character",
        f"files: {len(index):,}, {len(index) / posts:.1%} of the posts; the largest {largest:,} bytes",
    ]


def _unchanged(archive: Archive) -> list[str]:
    before = archive.stamps()
    archive.build("full")
    changed = sum(before.get(name) != stamp for name, stamp in archive.stamps().items())
    return [f"nothing changed: {changed} files of the index written"]


def _more(archive: Archive, rounds: int) -> list[str]:
    seconds: dict[str, list[Build]] = {"off": [], "full": []}
    counts: list[tuple[int, int]] = []
    for number in range(rounds):
        before = archive.index()
        archive.add(NEWEST + timedelta(minutes=number + 1))
        for mode, found in seconds.items():
            found.append(archive.build(mode))
        counts.append(archive.changed(before))
    files, size = max(counts)
    return [
        *(f"one more: {_more_line(seconds, measure)}" for measure in ("cpu", "wall")),
        f"one more: {files} files of the index at most, {size / 1000:.0f} KB",
    ]


def _more_line(seconds: dict[str, list[Build]], measure: str) -> str:
    without, full = (
        statistics.median(getattr(one, measure) for one in seconds[mode]) for mode in ("off", "full")
    )
    name = {"cpu": "processor", "wall": "clock"}[measure]
    return f"{name} {without:.2f} s without, {full:.2f} with search (+{full - without:.2f})"


def _edits(archive: Archive, edits: int) -> list[str]:
    counts: list[int] = []
    for number in range(edits):
        before = archive.index()
        archive.edit()
        archive.build("full")
        counts.append(archive.changed(before)[0])
        tell(f"edit {number + 1}: {counts[-1]} files")
    spread = f"{statistics.median(counts):.0f} files in the median, {max(counts)} at most"
    return [f"edits of up to 10 characters in old posts: {spread}"]


if __name__ == "__main__":
    main()
