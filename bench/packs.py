"""What packs cost and save: the same archive as files and in packs.

    python bench/packs.py [--posts 10000] [--rounds 3] [--jobs 2] [--write FILE]

Builds the made-up archive as files, packs its past months, and builds it again. Then it measures builds
in which nothing changed and one post was added, a cold build from packs, and git (`add`, `.git`, `status`).
Seconds are medians of the rounds; a cold build is timed once. The output has to stay the same to the byte,
else the benchmark fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import corpus

_SITE = "title: 旧闻馆\nurl: https://archive.example/\ntime_zone: Asia/Shanghai\n"
_NEW = "---\ntitle: 新的一条\ndate: {date} 12:00:00 +0800\ncategories: xin\n---\n新的一条。\n"
#: Later than all posts of the corpus, so that all its months are over.
_BEFORE = "2026-01"


class Bench:
    """An archive, and the program that is measured on it."""

    def __init__(self, root: Path, jobs: int, rounds: int) -> None:
        self.root, self.jobs, self.rounds = root, jobs, rounds
        self.rows: list[tuple[str, str, str]] = []

    def run(self, *arguments: str) -> float:
        """Run the program, and return its seconds."""
        start = time.perf_counter()
        command = [sys.executable, "-m", "generator", *arguments, "--quiet", "--jobs", str(self.jobs)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    def build(self, before: Callable[[int], None] = lambda _: None, rounds: int = 0) -> tuple[float, float]:
        """Build several times; return the medians of the seconds of the whole and of the stage `scan`."""
        whole, scan = [], []
        report = self.root.parent / "report.json"
        for number in range(rounds or self.rounds):
            before(number)
            whole.append(self.run("build", str(self.root), "--json", str(report)))
            scan.append(json.loads(report.read_text("utf-8"))["seconds"]["scan"])
        return statistics.median(whole), statistics.median(scan)

    def cold(self, _: int = 0) -> None:
        """Delete all that builds have made."""
        for name in (".backfile", "output"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def add(self, number: int) -> None:
        """Add a post of today."""
        file = self.root / "content" / "posts" / f"2026-01-{number + 1:02}-new{time.time_ns()}.md"
        file.write_text(_NEW.format(date=file.name[:10]), "utf-8")

    def measure(self, name: str) -> dict[str, str]:
        """Measure builds, the size of the content, and git."""
        found = {}
        found["nothing changed"], found["of it the scan"] = map(_seconds, self.build())
        found["one more post"] = _seconds(self.build(self.add)[0])
        found["files in content/"] = f"{sum(len(files) for _, _, files in os.walk(self.root / 'content')):,}"
        found |= self.git()
        print(name, json.dumps(found), flush=True)
        return found

    def git(self) -> dict[str, str]:
        """Return what git takes for the content."""
        if not shutil.which("git"):
            return {}
        folder = Path(tempfile.mkdtemp(dir=self.root.parent))
        environment = {**os.environ, "GIT_DIR": str(folder), "GIT_WORK_TREE": str(self.root)}

        def run(*arguments: str) -> float:
            start = time.perf_counter()
            subprocess.run(["git", *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)
            return time.perf_counter() - start

        run("init", "--quiet")
        added = run("add", "content")
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        status = statistics.median(run("status", "--porcelain", "content") for _ in range(3))
        shutil.rmtree(folder)
        return {
            "git add": _seconds(added), "its .git": f"{size / 1e6:,.0f} MB", "git status": _seconds(status),
        }  # fmt: skip


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def digest(folder: Path) -> str:
    """Return a digest of the names and bytes of all files of an output."""
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found.update(str(file.relative_to(folder)).encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def compare(root: Path, posts: int, rounds: int, jobs: int) -> str:
    """Return the table."""
    (root / "content").mkdir(parents=True)
    (root / "site.yaml").write_text(_SITE, "utf-8")
    corpus.write(root / "content" / "posts", corpus.posts(posts, 200, 1))
    bench = Bench(root, jobs, rounds)
    as_files = {"cold build": _seconds(bench.build(bench.cold, 1)[0])}
    as_files |= bench.measure("files")
    bench.build(rounds=1)
    shown = digest(root / "output")
    packing = bench.run("pack", str(root), "--before", _BEFORE)
    after = _seconds(bench.build(rounds=1)[0])
    if digest(root / "output") != shown:
        raise SystemExit("the output is not the same after packing")
    as_packs = {"cold build": _seconds(bench.build(bench.cold, 1)[0])}
    if digest(root / "output") != shown:
        raise SystemExit("the output of packs is not that of files")
    as_packs |= bench.measure("packs")
    lines = [f"| {posts:,} posts | as files | in packs |", "|---|---|---|"]
    lines += [f"| {name} | {as_files[name]} | {as_packs[name]} |" for name in as_files]
    lines += [f"| packing | | {_seconds(packing)} |", f"| the build after it | | {after} |"]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="backfile-packs-") as folder:
        table = compare(Path(folder) / "site", given.posts, given.rounds, given.jobs)
    print(table)
    if given.write:
        given.write.write_text(table, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
