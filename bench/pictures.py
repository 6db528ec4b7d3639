"""Measures what kept pictures cost a build: the registry, and smaller versions.

    python bench/pictures.py --known 100000 --smaller 1000

Three figures, each the best of some rounds:

- a cold build of an archive whose pictures the registry knows, against the same archive without a registry;
- a build in which nothing changed, the same two;
- one smaller version of each of some pictures of 2,000 × 1,333, against Pillow alone in as many processes.

The store has no bytes for the first two: they are about the registry.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image

PER_POST = 6
WIDTH, HEIGHT, SMALLER = 2000, 1333, 960
MONTH = "content/pictures/2026-01.jsonl"


def post(number: int, addresses: list[str]) -> str:
    pictures = "\n".join(
        f'<p>第{n}段，渡船靠岸。</p>\n<p><img src="{url}"></p>' for n, url in enumerate(addresses)
    )
    day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
    head = f"title: 渡船第{number}班\ndate: {day} 08:00:00\ncategories: 船讯{number % 50}"
    return f"---\n{head}\n---\n{pictures}\n"


def archive(root: Path, pictures: int, settings: str = "") -> None:
    (root / "content/posts").mkdir(parents=True)
    (root / "site.yaml").write_text(f"title: 旧闻馆\nsearch: off\n{settings}", "utf-8")
    for number in range(-(-pictures // PER_POST)):
        first = number * PER_POST
        addresses = [address(n) for n in range(first, min(first + PER_POST, pictures))]
        (root / f"content/posts/{number:06}.md").write_text(post(number, addresses), "utf-8")


def address(number: int) -> str:
    return f"https://img{number % 26}.example/2025/{number:06}.jpg?w=1"


def line(number: int, digest: str, size: int) -> str:
    return json.dumps({
        "address": address(number), "status": "kept", "when": "2026-01-05T08:00:00Z", "hash": digest,
        "size": size, "type": "image/jpeg", "width": WIDTH, "height": HEIGHT, "still": True,
    })  # fmt: skip


def know(root: Path, pictures: int) -> None:
    """Write a registry that knows all pictures."""
    file = root / MONTH
    file.parent.mkdir()
    lines = (line(n, hashlib.sha256(str(n).encode()).hexdigest(), 400_000) for n in range(pictures))
    file.write_text("\n".join(lines) + "\n", "utf-8")


class Cost(NamedTuple):
    """Seconds by the clock, and of the processor in all processes; others at work disturb only the first."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} s of the processor)"


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def timed(work: Callable[[], object]) -> Cost:
    begin, before = time.perf_counter(), spent()
    work()
    return Cost(time.perf_counter() - begin, spent() - before)


def best(costs: Iterable[Cost]) -> Cost:
    clocks, processors = zip(*costs, strict=True)
    return Cost(min(clocks), min(processors))


def build(backfile: str, root: Path) -> None:
    subprocess.run([backfile, "build", str(root), "--quiet"], check=True)


def cold(backfile: str, root: Path) -> Cost:
    for name in ("output", ".backfile"):
        shutil.rmtree(root / name, ignore_errors=True)
    return timed(lambda: build(backfile, root))


def photograph() -> bytes:
    """Return a JPEG with about as much detail as a photograph."""
    dice = random.Random(1)
    small = Image.new("RGB", (250, 167))
    small.putdata([(dice.randrange(256), dice.randrange(256), dice.randrange(256)) for _ in range(250 * 167)])
    made = BytesIO()
    small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).save(made, "JPEG", quality=85)
    return made.getvalue()


def with_pillow(file: str) -> int:
    with Image.open(file) as picture:
        picture.draft(None, (SMALLER * 2, SMALLER * 2))
        shown = picture.resize(
            (SMALLER, round(HEIGHT * SMALLER / WIDTH)), Image.Resampling.LANCZOS, reducing_gap=2.0
        )
        made = BytesIO()
        shown.save(made, "WEBP", quality=80)
    return len(made.getvalue())


def pillow_alone(files: list[str]) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(with_pillow, files, chunksize=8))


def measure_registry(backfile: str, folder: Path, pictures: int, rounds: int) -> None:
    root = folder / "known"
    archive(root, pictures)
    plain = [(cold(backfile, root), timed(lambda: build(backfile, root))) for _ in range(rounds)]
    know(root, pictures)
    known = [(cold(backfile, root), timed(lambda: build(backfile, root))) for _ in range(rounds)]
    for name, at in (("cold", 0), ("nothing changed", 1)):
        before, after = best(one[at] for one in plain), best(one[at] for one in known)
        each = [(late - early) / pictures * 1e6 for early, late in zip(before, after, strict=True)]
        print(f"{name}, {pictures:,} pictures: {before} without a registry, {after} with one: "
              f"{each[0]:+.1f} µs a picture, {each[1]:+.1f} µs of the processor")  # fmt: skip


def measure_smaller(backfile: str, folder: Path, pictures: int, rounds: int) -> None:
    root = folder / "smaller"
    archive(root, pictures)
    data = photograph()
    files, lines = [], []
    for number in range(pictures):
        # Decoders ignore what follows the end of a JPEG; so each has bytes of its own.
        own = data + str(number).encode()
        digest = hashlib.sha256(own).hexdigest()
        file = root / "pictures" / digest[:2] / digest
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(own)
        files.append(str(file))
        lines.append(line(number, digest, len(own)))
    (root / MONTH).parent.mkdir()
    (root / MONTH).write_text("\n".join(lines) + "\n", "utf-8")
    (root / "site.yaml").write_text("title: 旧闻馆\nsearch: off\npictures: {widths: []}\n", "utf-8")
    without = best(cold(backfile, root) for _ in range(rounds))
    (root / "site.yaml").write_text("title: 旧闻馆\nsearch: off\n", "utf-8")
    made = best(cold(backfile, root) for _ in range(rounds))
    alone = best(timed(lambda: pillow_alone(files)) for _ in range(rounds))
    more = Cost(made.clock - without.clock, made.processor - without.processor)
    ratio = f"{more.clock / alone.clock:.2f}, of the processor {more.processor / alone.processor:.2f}"
    print(f"smaller versions of {pictures:,} pictures: {more} of a build; {alone} with Pillow alone in "
          f"{os.cpu_count()} processes; ratio {ratio}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--known", type=int, default=100_000, help="pictures that the registry knows")
    parser.add_argument(
        "--smaller", type=int, default=1_000, help="pictures of which a smaller version is made"
    )
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--backfile", default=str(Path(sys.executable).with_name("backfile")))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backfile-pictures-") as folder:
        if chosen.known:
            measure_registry(chosen.backfile, Path(folder), chosen.known, chosen.rounds)
        if chosen.smaller:
            measure_smaller(chosen.backfile, Path(folder), chosen.smaller, chosen.rounds)


if __name__ == "__main__":
    main()
