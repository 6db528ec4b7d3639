"""What a cluster gains and costs: pages a second, and where the machine of the build becomes the limit.

    python bench/cluster.py [--posts 3000] [--workers 1,2,4] [--groups 1,5] [--search off] [--to] [--write F]

Builds the made-up archive from nothing, by default without the search index, on one machine and on clusters
of processes: a scheduler and some workers with one thread each, as `dask scheduler` and `dask worker` start
them; with the largest groups also with `--shared-disk`. The output has to be the same to the byte, else the
benchmark fails. With `--to` it builds into a bucket as well, at the server of moto (`pip install moto[s3]
flask flask-cors`), and counts the bytes that come to the machine of the build and leave it, with and without.

The clock says little where workers share cores. So the processor time for each post is measured as well: the
difference between two sizes of the archive, so that the start of programs does not count. From it follow the
other tables, for workers with cores of their own: a build can't be faster than the slowest of three: its own
process, the scheduler, and all workers together.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import corpus
from relay import relayed

_SITE = "title: 旧闻馆\nurl: https://archive.example/\ntime_zone: Asia/Shanghai\nsearch: {{mode: '{}'}}\n"
#: Runs the program with groups of so many batches.
_PROGRAM = (
    "import sys; from generator.cluster import groups; groups.LARGEST = int(sys.argv.pop(1)); "
    "from generator.cli import main; main()"
)
_TICKS = os.sysconf("SC_CLK_TCK")


class Times(NamedTuple):
    """Seconds: by the clock of reading, rendering and search; of the processor of build and cluster."""

    wall: float
    build: float
    scheduler: float = 0.0
    workers: float = 0.0


class Traffic(NamedTuple):
    """Bytes for each post that come from the scheduler to the build, and that go there; µs of the build."""

    received: float
    sent: float
    build: float


class Measured(NamedTuple):
    """What was measured: posts a second by the clock, and microseconds of the processor for each post."""

    name: str
    rate: float
    cost: Times


class Archive:
    """The made-up archive, in one size."""

    def __init__(self, root: Path, posts: int, search: str) -> None:
        self.root, self.posts = root, posts
        (root / "content").mkdir(parents=True)
        (root / "site.yaml").write_text(_SITE.format(search), "utf-8")
        corpus.write(root / "content" / "posts", corpus.posts(posts, 50, 1))
        self.digest = ""

    def build(self, group: int, *options: str) -> Times:
        """Build from nothing. The output has to be the same each time, unless it goes to a bucket."""
        for name in (".backfile", "output"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        report = self.root / "report.json"
        given = ["build", str(self.root), "--quiet", "--json", str(report), *options]
        before = _children()
        subprocess.run([sys.executable, "-c", _PROGRAM, str(group), *given], check=True)
        used = _children() - before
        found = self.digest if "--to" in options else _digest(self.root / "output")
        if self.digest not in ("", found):
            raise SystemExit(f"the output with {' '.join(options)} is not that of one machine")
        self.digest = found
        seconds = json.loads(report.read_text("utf-8"))["seconds"]
        return Times(sum(seconds[stage] for stage in ("read", "render", "search")), used)

    def build_on_cluster(self, cluster: Cluster, group: int, *options: str) -> Times:
        """Build on a cluster, and measure its processes as well."""
        before = cluster.seconds()
        times = self.build(group, "--cluster", cluster.address, *options)
        scheduler, workers = (now - old for now, old in zip(cluster.seconds(), before, strict=True))
        return times._replace(scheduler=scheduler, workers=workers)


class Cluster(NamedTuple):
    """A scheduler and its workers on this machine."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def seconds(self) -> tuple[float, float]:
        """Return the seconds of the processor that the scheduler and all workers have taken."""
        return _seconds(self.scheduler.pid), sum(_seconds(worker.pid) for worker in self.workers)


@contextmanager
def started(number: int, folder: Path) -> Iterator[Cluster]:
    """Start a cluster, and stop it at the end."""
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = _start("scheduler", ["--host", "127.0.0.1", "--port", str(port)], folder / "scheduler")
    workers = [
        _start("worker", [address, "--nthreads", "1", "--no-nanny"], folder / f"worker{one}")
        for one in range(number)
    ]
    try:
        time.sleep(4)
        yield Cluster(address, scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def bucket() -> Iterator[Callable[[], str]]:
    """Start a server of buckets; yield what makes a new one, and returns it as a target."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    names = (f"archive-{number}" for number in itertools.count())
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]

    def new() -> str:
        name = next(names)
        urllib.request.urlopen(urllib.request.Request(f"{url}/{name}", method="PUT")).close()
        return f"minio:{name}"

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        time.sleep(5)
        os.environ["AWS_ENDPOINT_URL"] = url
        try:
            yield new
        finally:
            server.kill()


def _start(what: str, options: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options]
    environment = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder)}
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found.update(str(file.relative_to(folder)).encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


class Bench:
    """Builds archives of two sizes."""

    def __init__(self, folder: Path, posts: int, search: str) -> None:
        self._folder = folder
        self._rate = 0.0
        self.large = Archive(folder / "large", posts, search)
        self.small = Archive(folder / "small", posts // 5, search)

    def measure(self, workers: Sequence[int], groups: Sequence[int]) -> str:
        """Return the tables."""
        alone = self.large.build(1, "--jobs", "1")
        self._rate = self.large.posts / alone.wall
        one = self._per_post(alone, self.small.build(1, "--jobs", "1"))
        found = []
        for number in workers:
            with started(number, self._folder / "cluster") as cluster:
                self.small.build_on_cluster(cluster, 1)  # Workers load the program in it.
                found += [self._measured(cluster, number, group) for group in groups]
                found.append(self._measured(cluster, number, max(groups), "--shared-disk"))
        return "\n".join([*self._tables(found, one), ""])

    def measure_bucket(self, workers: int, group: int) -> str:
        """Return the table of what goes through the machine of the build."""
        with bucket() as new_bucket, started(workers, self._folder / "cluster") as cluster:
            lines = [
                "| | bytes back for each post | bytes there | µs of the processor: build |",
                "|---|---|---|---|",
            ]
            for name in ("pages come back", "`--to` a bucket"):
                found = self._traffic(cluster, group, new_bucket if name.startswith("`") else None)
                lines.append(f"| {name} | {found.received:,.0f} | {found.sent:,.0f} | {found.build:,.0f} |")
        return "\n".join([*lines, ""])

    def _traffic(self, cluster: Cluster, group: int, new_bucket: Callable[[], str] | None) -> Traffic:
        costs = []
        for one in (self.large, self.small):
            options = ["--to", new_bucket()] if new_bucket else []
            with relayed(cluster.address) as relay:
                times = one.build(group, "--cluster", relay.address, *options)
            costs.append((relay.received, relay.sent, times.build * 1e6))
        posts = self.large.posts - self.small.posts
        return Traffic(*((a - b) / posts for a, b in zip(*costs, strict=True)))

    def _measured(self, cluster: Cluster, workers: int, group: int, *options: str) -> Measured:
        large = self.large.build_on_cluster(cluster, group, *options)
        small = self.small.build_on_cluster(cluster, group, *options)
        name = f"{counted(workers, 'worker')}, {counted(group, 'batch', 'batches')} in a message"
        cost = self._per_post(large, small)
        one = Measured(f"{name}{', shared disk' if options else ''}", self.large.posts / large.wall, cost)
        print(one, file=sys.stderr, flush=True)
        return one

    def _per_post(self, large: Times, small: Times) -> Times:
        """Return microseconds for each post."""
        posts = self.large.posts - self.small.posts
        return Times(*((a - b) / posts * 1e6 for a, b in zip(large, small, strict=True)))

    def _tables(self, found: Sequence[Measured], one: Times) -> Iterator[str]:
        yield "| | posts a second by the clock | µs of the processor: build | scheduler | all workers |"
        yield "|---|---|---|---|---|"
        yield f"| one process | {self._rate:,.0f} | {one.build:,.0f} | | |"
        for name, rate, cost in found:
            costs = f"{cost.build:,.0f} | {cost.scheduler:,.0f} | {cost.workers:,.0f}"
            yield f"| {name} | {rate:,.0f} | {costs} |"
        yield from ("", "Without a shared disk:", "", *model(found[-2].cost, one))
        yield from ("", "With a shared disk:", "", *model(found[-1].cost, one))


def model(cost: Times, one: Times) -> Iterator[str]:
    """Yield the table of what follows for workers with a core each."""
    yield "| workers | posts a second | times as fast as one process | hours for 10,000,000 posts | limit |"
    yield "|---|---|---|---|---|"
    yield f"| one process | {1e6 / one.build:,.0f} | 1 | {one.build * 1e7 / 3.6e9:,.1f} | |"
    for number in (1, 2, 4, 8, 16, 32, 64):
        parts = {"workers": cost.workers / number, "scheduler": cost.scheduler, "build": cost.build}
        limit = max(parts, key=lambda name: parts[name])
        slowest = parts[limit]
        hours = slowest * 1e7 / 3.6e9
        yield f"| {number} | {1e6 / slowest:,.0f} | {one.build / slowest:.1f} | {hours:,.1f} | {limit} |"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=3000)
    parser.add_argument("--workers", type=_numbers, default=[1, 2, 4])
    parser.add_argument("--groups", type=_numbers, default=[1, 5])
    parser.add_argument("--search", default="off", help="search.mode of the archive")
    parser.add_argument("--to", action="store_true", help="count the bytes of builds into a bucket, too")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="backfile-cluster-") as folder:
        bench = Bench(Path(folder), given.posts, given.search)
        if given.to:
            os.environ |= {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "NO_PROXY": "*"}
        tables = bench.measure(given.workers, given.groups) if given.workers else ""
        if given.to:
            tables += f"\n{bench.measure_bucket(2, max(given.groups))}"
    print(tables)
    if given.write:
        given.write.write_text(tables, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
