"""Compare the search index with that of Pagefind, on the pages of the same posts.

    npm install pagefind@1.6.0
    python bench/search_pagefind.py --pagefind node_modules/@pagefind/linux-x64/bin/pagefind_extended

See README.md beside this file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import resource
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import processes
import table
from progress import tell
from search_archive import NEWEST, Archive, Asker, Query, matching, of_kind, read_posts
from search_browser import browser, served
from search_queries import Searcher

_KINDS = ("2", "3", "4", "6", "8", "word", "beginning")
_YEARS = 20
#: Gives the bytes that a search reads up to its first ten results, and the names of the fragments of all.
_ASK = """async query => {
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(100000);
    const pagefind = await import("/pagefind/pagefind.js");
    const { results } = await pagefind.search(query);
    await Promise.all(results.slice(0, 10).map(one => one.data()));
    const entries = performance.getEntriesByType("resource");
    const bytes = entries.reduce((sum, one) => sum + one.encodedBodySize, 0);
    return { bytes, fragments: results.map(one => one.id) };
}"""
#: What a fragment, a compressed file, begins with.
_MAGIC = b"pagefind_dcd"
#: Returns the names of the posts that a query finds, and the bytes that were read for it.
_Ask = Callable[[Query], tuple[list[str], int]]


class _Index(NamedTuple):
    """What was measured of an index: bytes of its files by digest, its build, files that one post changed."""

    files: dict[str, int]
    cpu: float
    memory: float
    changed: int


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        archive = Archive(Path(folder), options.seed)
        tell(f"writing {options.posts:,} posts")
        archive.fill(options.posts, _YEARS)
        posts = read_posts(archive.root)
        asker = Asker(posts, options.seed)
        queries = [query for kind in _KINDS for query in islice(of_kind(asker, kind), options.queries)]
        answers = [matching(posts, query) for query in queries]
        own, other = _own(archive), _pagefind(archive, options.pagefind)
        shutil.rmtree(archive.root / "content/posts/2021/12/new", ignore_errors=True)
        tell("asking")
        with Searcher(archive.output("full")) as searcher:
            quality = [_quality(_own_answer(searcher), queries, answers)]
        subprocess.run(_command(archive, options.pagefind), check=True, capture_output=True)
        fragments = _fragments(archive.output("off") / "pagefind/fragment")
        with served(archive.output("off")) as base, browser() as chromium:
            page = chromium.new_page()
            for form in ("{}", '"{}"'):
                asked = [query._replace(text=form.format(query.text)) for query in queries]

                def ask(query: Query) -> tuple[list[str], int]:
                    page.goto(f"{base}404.html")
                    found = page.evaluate(_ASK, query.text)
                    return [fragments[one] for one in found["fragments"]], found["bytes"]

                quality.append(_quality(ask, asked, answers))
                tell("asked Pagefind")
        print(_table(own, other, quality))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--queries", type=int, default=20, help="of each kind")
    parser.add_argument("--pagefind", required=True, help="its program")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _own(archive: Archive) -> _Index:
    """Measure the index of Backfile. Its build is what search adds to that of the site."""
    tell("building without search, and with it")
    without, full = archive.build("off", cold=True), archive.build("full", cold=True)
    archive.take("full", cold=True)
    peaks = processes.peaks_mib(archive.command("full"), archive.root)
    archive.put_back("full")
    before = _files(archive.output("full") / "search")
    archive.add(NEWEST + timedelta(minutes=1))
    for mode in ("off", "full"):
        archive.build(mode)
    changed = len(_files(archive.output("full") / "search").keys() - before.keys())
    archive.files.pop().unlink()
    for mode in ("off", "full"):
        archive.build(mode)
    return _Index(before, full.cpu - without.cpu, peaks.together if peaks else 0.0, changed)


def _pagefind(archive: Archive, program: str) -> _Index:
    """Measure the index of Pagefind, of the elements that Backfile searches."""
    site, command = archive.output("off"), _command(archive, program)
    tell("building the index of Pagefind")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = _files(site / "pagefind")
    shutil.rmtree(site / "pagefind")
    archive.add(NEWEST + timedelta(minutes=1))
    archive.build("off")
    subprocess.run(command, check=True, capture_output=True)
    changed = len(_files(site / "pagefind").keys() - files.keys())
    shutil.rmtree(site / "pagefind")
    archive.files.pop().unlink()
    archive.build("off")
    peaks = processes.peaks_mib(command, archive.root)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Index(files, cpu, peaks.together if peaks else 0.0, changed)


def _command(archive: Archive, program: str) -> list[str]:
    site = str(archive.output("off"))
    return [program, "--site", site, "--root-selector", "[data-search]", "--quiet"]


def _fragments(folder: Path) -> dict[str, str]:
    """Return the names of the posts by those of their fragments."""
    found = {}
    for path in folder.glob("*.pf_fragment"):
        data = gzip.decompress(path.read_bytes()).removeprefix(_MAGIC)
        found[path.stem] = _name(json.loads(data)["url"])
    return found


def _files(folder: Path) -> dict[str, int]:
    """Return the sizes of the files below a folder, by name and digest."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found[f"{path.relative_to(folder)} {hashlib.sha256(data).hexdigest()}"] = len(data)
    return found


def _own_answer(searcher: Searcher) -> _Ask:
    def ask(query: Query) -> tuple[list[str], int]:
        found = searcher.ask(query, all_results=True)
        return list(map(_name, found["urls"])), sum(size for _, size in found["ten"].values())

    return ask


def _name(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".html")


def _quality(ask: _Ask, queries: Sequence[Query], answers: Sequence[list[str]]) -> list[str]:
    """Return cells: recall, precision, KB a query; means over the queries."""
    recalls, precisions, sizes = [], [], []
    for query, expected in zip(queries, answers, strict=True):
        shown, size = ask(query)
        right = len(set(shown) & set(expected))
        recalls.append(right / len(expected))
        precisions.append(right / len(set(shown)) if shown else 1.0)
        sizes.append(size)
    mean = statistics.mean
    return [f"{mean(recalls):.2f}", f"{mean(precisions):.2f}", f"{mean(sizes) / 1000:,.0f}"]


def _table(own: _Index, other: _Index, quality: Sequence[list[str]]) -> str:
    def row(name: str, show: Callable[[_Index], str]) -> list[str]:
        return [name, show(own), show(other), ""]

    return table.markdown(
        [
            ["", "Backfile", "Pagefind", "the same, in quotes"],
            row("size, MB", lambda one: f"{sum(one.files.values()) / 1e6:.1f}"),
            row("files", lambda one: f"{len(one.files):,}"),
            row("processor seconds", lambda one: f"{one.cpu:.1f}"),
            row("peak memory, MiB", lambda one: f"{one.memory:,.0f}"),
            row("files that one more post changed", lambda one: f"{one.changed:,}"),
            *(
                [name, *cells]
                for name, *cells in zip(("recall", "precision", "KB to ten results"), *quality, strict=True)
            ),
        ]
    )


if __name__ == "__main__":
    main()
