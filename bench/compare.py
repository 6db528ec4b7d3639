"""Build the same archive with Backfile and with Hugo, and compare time, memory and output.

    python bench/compare.py --posts 10000 --rounds 3

See README.md beside this file for what is measured, and how far to trust it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import archive
import corpus
import machine
import processes
import report
import tools
import trial
from archive import Archive
from progress import tell


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
    compared = tools.chosen(options.backfile, options.peer, tell)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        facts = machine.describe(Path(folder))
        small = _archive(Path(folder, "small"), options.posts // 10, compared, options)
        full = _archive(Path(folder, "full"), options.posts, compared, options)
        facts["Former builds"] = "kept" if full.kept else "deleted"
        results = _measure(small, full, options)
    return report.markdown(results, _subject(full.summary, options), facts)


def _measure(small: Archive, full: Archive, options: argparse.Namespace) -> list[report.Result]:
    # Surveys come first: they also warm what every tool finds warm later.
    surveys = [_surveys(archive, options.seed) for archive in (small, full)]
    extra = _extra(full, options.seed)
    timings = trial.rounds(full.sites, options.rounds, lambda site, _: trial.time(site, extra), tell)
    return [
        report.Result(site.tool, at_small, at_full, timings[site.tool.name])
        for site, at_small, at_full in zip(full.sites, *surveys, strict=True)
    ]


def _surveys(measured: Archive, seed: int) -> list[trial.Survey]:
    found = []
    for site in measured.sites:
        tell(f"memory and output with {measured.summary.posts} posts: {site.tool.name}")
        found.append(trial.survey(site, _extra(measured, seed)))
    return found


def _extra(measured: Archive, seed: int) -> list[corpus.Post]:
    """Return the post that comes next in the largest category."""
    return [corpus.next_post(measured.summary.posts, measured.summary.largest, seed)]


def _archive(folder: Path, count: int, compared: list[tools.Tool], options: argparse.Namespace) -> Archive:
    tell(f"writing {count} posts")
    posts = corpus.Posts(count, options.categories, options.seed)
    # A survey, and a build and a copy in each round.
    return archive.make(folder, posts, compared, builds=len(compared) * (1 + 2 * options.rounds))


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
    tools.add_options(parser)
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the report there, too, as Markdown")
    options = parser.parse_args()
    if options.posts < 10:
        parser.error("--posts: at least 10, since a tenth of them is built as well")
    if options.write and not options.write.parent.is_dir():
        parser.error(f"--write: {options.write.parent} is not a folder")
    return options


if __name__ == "__main__":
    main()
