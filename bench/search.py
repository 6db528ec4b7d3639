"""Measure the search index: its size, what it adds to a build, and what a change of a post changes.

    python bench/search.py --posts 10000 --years 20 --rounds 3

Builds with and without search are made in turns. Seconds are those of the processor, of all processes.
See README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import chinese
from progress import tell

_NEWEST = datetime(2021, 12, 28, 20, 0)
_CONFIG = "title: bench\ntime_zone: Asia/Shanghai\nurl: https://bench.example/\nsearch: {mode}\n"
_CATEGORIES = ("晚报", "早报", "周刊", "广播")


class Build(NamedTuple):
    """Seconds by the clock, and of the processor."""

    wall: float
    cpu: float


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        archive = Archive(Path(folder), options.seed)
        tell(f"writing {options.posts:,} posts")
        characters = archive.fill(options.posts, options.years)
        lines = [*_cold(archive, options.rounds), *_size(archive, options.posts, characters)]
        lines += [*_more(archive, options.rounds), *_edits(archive, options.edits)]
        print("\n".join(lines))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Archive:
    """An archive with two outputs in turns: with search, and without."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.writer = chinese.Writer(seed)
        self.files: list[Path] = []

    def fill(self, posts: int, years: int) -> int:
        """Write posts over some years; return the number of their characters."""
        step = timedelta(days=365 * years) / posts
        return sum(self.add(_NEWEST - step * number) for number in range(posts))

    def add(self, moment: datetime) -> int:
        """Write a post."""
        text = self.writer.text()
        file = self.root / f"content/posts/{moment:%Y/%m}/{len(self.files)}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        front = f"title: {text.title}\ndate: {moment:%Y-%m-%d %H:%M:%S}\n"
        front += f"categories: {self.random.choice(_CATEGORIES)}\n"
        file.write_text(f"---\n{front}---\n" + "\n\n".join(text.paragraphs) + "\n", encoding="utf-8")
        self.files.append(file)
        return len(text.title) + sum(map(len, text.paragraphs))

    def build(self, mode: str, *, cold: bool = False) -> Build:
        """Build with a mode of search; each mode has its own output and its own state."""
        state, output = self.root / f"state-{mode}", self.root / f"output-{mode}"
        for folder in (state, output) if cold else ():
            shutil.rmtree(folder, ignore_errors=True)
        own = self.root / ".backfile"
        if state.exists():
            state.rename(own)
        (self.root / "site.yaml").write_text(_CONFIG.format(mode=mode), encoding="utf-8")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), os.times().elapsed
        program = Path(sys.executable).with_name("backfile")
        command = [str(program), "build", str(self.root), "--output", str(output), "--quiet"]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own.rename(state)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Build(os.times().elapsed - start, cpu)

    def index(self) -> dict[str, int]:
        """Return the sizes of the files of the index."""
        folder = self.root / "output-full/search"
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.stat().st_size for path in files}

    def changed(self, before: dict[str, int]) -> tuple[int, int]:
        """Return the number and the bytes of the files that are new. Names follow from contents."""
        new = {name: size for name, size in self.index().items() if name not in before}
        manifest = self.index()["manifest.json"]
        return len(new) + 1, sum(new.values()) + manifest


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


def _size(archive: Archive, posts: int, characters: int) -> list[str]:
    index = archive.index()
    size, largest = sum(index.values()), max(size for name, size in index.items() if "/head-" not in name)
    return [
        f"size: {size / 1e6:.1f} MB, {size / characters:.2f} bytes a character",
        f"files: {len(index):,}, {len(index) / posts:.1%} of the posts; the largest {largest:,} bytes",
    ]


def _more(archive: Archive, rounds: int) -> list[str]:
    seconds: dict[str, list[float]] = {"off": [], "full": []}
    counts: list[tuple[int, int]] = []
    for number in range(rounds):
        before = archive.index()
        archive.add(_NEWEST + timedelta(minutes=number + 1))
        for mode, found in seconds.items():
            found.append(archive.build(mode).wall)
        counts.append(archive.changed(before))
    without, full = (statistics.median(seconds[mode]) for mode in ("off", "full"))
    files, size = max(counts)
    return [
        f"one more: {without:.2f} s without, {full:.2f} with search (+{full - without:.2f})",
        f"one more: {files} files of the index at most, {size / 1000:.0f} KB",
    ]


def _edits(archive: Archive, edits: int) -> list[str]:
    counts: list[int] = []
    for number in range(edits):
        file = archive.random.choice(archive.files[len(archive.files) // 2 :])
        text = file.read_text(encoding="utf-8")
        at = archive.random.randrange(text.rindex("---") + 4, len(text))
        file.write_text(text[:at] + archive.writer.clause()[:10] + text[at:], encoding="utf-8")
        before = archive.index()
        archive.build("full")
        counts.append(archive.changed(before)[0])
        tell(f"edit {number + 1}: {counts[-1]} files")
    return [f"edits of up to 10 characters in old posts: {statistics.median(counts):.0f} files in the median"]


if __name__ == "__main__":
    main()
