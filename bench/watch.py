"""Measure a watch: how soon posts that arrive are in the output, and whether its memory grows.

    python bench/watch.py --posts 100000 --rounds 20

See README.md beside this file for what is measured.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import corpus
import machine
import table
import tools
from progress import tell

#: Seconds that anything may take.
PATIENCE = 900.0
#: Seconds between two rounds.
PAUSE = 0.5
#: Posts of the archive on which memory is measured, and the batch whose memory is compared with the last one.
SMALL, EARLY = 300, 100
_MEMORY = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


class Watch:
    """A watch that runs, and its lines of JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def batch(self) -> dict[str, Any]:
        """Wait for a batch that wrote something; return its line."""
        assert self._process.stdout
        for line in self._process.stdout:
            found: dict[str, Any] = json.loads(line)
            if found["event"] == "batch" and found["outputs"]["written"]:
                return found
        raise SystemExit("the watch has ended")

    def memory(self) -> float:
        """Return the resident memory of the process that builds, in MB."""
        found = _MEMORY.search(Path(f"/proc/{self._process.pid}/status").read_text("ascii"))
        return int(found[1]) * 1024 / 1e6 if found else 0.0


def main() -> None:
    options = _options()
    program = tools.own(options.backfile).build[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        lines = [["what", "median", "worst"]]
        if options.rounds:
            lines += _arrivals(program, Path(folder, "archive"), options)
        if options.batches:
            lines += _growth(program, Path(folder, "small"), options)
        print(table.markdown(lines))
        print("\n".join(f"- {name}: {value}" for name, value in machine.describe(Path(folder)).items()))


def _arrivals(program: str, root: Path, options: argparse.Namespace) -> Iterator[list[str]]:
    """Yield lines of posts that arrive one by one, and of many that arrive at once."""
    _make(root, options.posts, options)
    bursts = max(1, options.rounds // 4)
    count = options.rounds + 1 + bursts * options.many
    added = iter(corpus.next_posts(options.posts, count, options.categories, options.seed))
    tell("building")
    subprocess.run([program, "build", root, "--quiet"], check=True)
    with _watch(program, root) as watch:
        time.sleep(5 * PAUSE)
        tell("posts one by one")
        took = [_arrive(root, [next(added)]) for _ in range(options.rounds + 1)][1:]
        yield _line("a post arrives: its page is in the output, s", took)
        tell("posts together")
        many = [_arrive(root, list(islice(added, options.many))) for _ in range(bursts)]
        yield _line(f"{options.many} posts arrive at once: all pages are in the output, s", many)
        yield _line("memory of the process that builds, MB", [watch.memory()])


def _arrive(root: Path, posts: Sequence[corpus.Post]) -> float:
    """Write posts; return the seconds from before the first is written until all pages are there."""
    pages = [root / "output" / _address(post) for post in posts]
    start = time.perf_counter()
    for post in posts:
        corpus.write_post(root / "content" / "posts", post)
    for page in pages:
        while not page.exists():
            time.sleep(0.002)
            if time.perf_counter() - start > PATIENCE:
                raise SystemExit(f"{page} never came")
    took = time.perf_counter() - start
    time.sleep(PAUSE)
    return took


def _address(post: corpus.Post) -> str:
    folder, _, name = post.path.rpartition("/")
    return f"{post.category.slug}/{folder}/{re.sub('^[0-9]{4}-[0-9]{2}-[0-9]{2}-', '', name[:-3])}.html"


def _growth(program: str, root: Path, options: argparse.Namespace) -> Iterator[list[str]]:
    """Yield lines of the memory after few and after many batches, on a small archive."""
    _make(root, SMALL, options)
    files = sorted((root / "content" / "posts").rglob("*.md"))
    tell(f"{options.batches:,} batches")
    memory = {}
    with _watch(program, root, "--json", "-") as watch:
        watch.batch()
        for number in range(1, options.batches + 1):
            file = files[number % len(files)]
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub('title: "[^"]*"', f'title: "{number}"', text, count=1), encoding="utf-8")
            watch.batch()
            memory[number] = watch.memory()
    for number in sorted({min(EARLY, options.batches), options.batches}):
        yield _line(f"memory after {number:,} batches, MB", [memory[number]])


def _make(root: Path, posts: int, options: argparse.Namespace) -> None:
    tell(f"writing {posts:,} posts")
    corpus.write(root / "content" / "posts", corpus.posts(posts, options.categories, options.seed))
    (root / "site.yaml").write_text("title: bench\nurl: https://archive.example.com/\n", encoding="utf-8")


@contextmanager
def _watch(program: str, root: Path, *options: str) -> Iterator[Watch]:
    """Run a watch. After the block it has to end by SIGTERM, or the measurement fails."""
    command = [program, "watch", str(root), "--quiet", *options]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as process:
        try:
            yield Watch(process)
            process.send_signal(signal.SIGTERM)
            if process.wait(PATIENCE):
                raise SystemExit("the watch ended with an error")
        finally:
            process.kill()


def _line(what: str, values: Sequence[float]) -> list[str]:
    middle = table.median(values) or 0.0
    return [what, table.seconds(middle), table.seconds(max(values))]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser, posts=100_000)
    parser.add_argument("--rounds", type=int, default=20, help="posts one by one (20; 0: none)")
    parser.add_argument(
        "--many", type=corpus.at_least_one, default=500, help="posts that arrive at once (500)"
    )
    parser.add_argument("--batches", type=int, default=1000, help="batches for memory (1000; 0: none)")
    tools.add_own_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
