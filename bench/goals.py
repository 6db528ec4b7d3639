"""Measure all that Backfile sets itself for speed, and say what of it is met.

    python bench/goals.py --sizes 10000,100000,1000000 --rounds 3 --write goals.md

One size after the other; what is there is written after each. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path

import archive
import corpus
import machine
import processes
import scores
import tools
import trial
from progress import tell
from trial import ADDED, COLD, STEPS, UNCHANGED

SIZES = (10_000, 100_000, 1_000_000)
# Hugo holds some 38 KB a post: 3.8 GB at 100,000.
LARGE = 1_000_000
ADDED_TO_LARGE = 100


def main() -> None:
    options = _options()
    # Whoever ends a run early still gets the sizes that are done, and the disk back.
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    compared = tools.chosen(options.backfile, options.peer, tell)
    facts = machine.describe(Path(tempfile.gettempdir()))
    facts |= {tool.name: tool.version for tool in compared}
    sizes: list[scores.Size] = []
    text = ""
    try:
        for posts in options.sizes:
            sizes.append(_measure(posts, compared, options))
            text = scores.markdown(sizes, _subject(options), facts | _ending(sizes))
            if options.write:
                options.write.write_text(text, encoding="utf-8")
    except (trial.OutputError, processes.ProgramError) as error:
        raise SystemExit(str(error)) from error
    finally:
        print(text, end="")


def _stop(number: int, _: object) -> None:
    raise SystemExit(f"ended by signal {number}")


def _measure(posts: int, compared: Sequence[tools.Tool], options: argparse.Namespace) -> scores.Size:
    large = posts >= options.large
    if large:
        compared = compared[:1]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tell(f"writing {posts:,} posts into {folder}")
        kind = corpus.Posts(posts, options.categories, options.seed)
        # A survey and a cold build of each tool in each round, and copies of Backfile's output.
        builds = 2 if large else len(compared) * (1 + options.rounds) + options.rounds
        made = archive.make(Path(folder, "archive"), kind, compared, builds)
        extra = _extra(made.summary, kind, large=large)
        outcomes = _large(made, extra, options.rounds) if large else _usual(made, extra, options.rounds)
        tell(f"deleting {posts:,} posts and what was made of them")
    first, *peers = outcomes
    alone = "" if peers else "not run" if large else "not found"
    return scores.Size(posts, large, len(extra), first, peers[0] if peers else None, alone, made.kept)


def _extra(summary: corpus.Summary, kind: corpus.Posts, *, large: bool) -> list[corpus.Post]:
    if large:
        return corpus.next_posts(kind.number, ADDED_TO_LARGE, kind.categories, kind.seed)
    return [corpus.next_post(kind.number, summary.largest, kind.seed)]


def _usual(made: archive.Archive, extra: Sequence[corpus.Post], rounds: int) -> list[scores.Outcome]:
    """Measure all tools, but the peers only in what a goal compares them by: cold builds."""

    def steps(site: tools.Site) -> Sequence[str]:
        return STEPS if site is made.sites[0] else (COLD,)

    def time(site: tools.Site, _: int) -> trial.Timing:
        return trial.time(site, extra, steps(site), copy=site is made.sites[0])

    # Surveys come first: they warm what every tool finds warm later, and minutes pass after deleting a size.
    surveys = [_survey(site, extra, steps(site)) for site in made.sites]
    timings = trial.rounds(made.sites, rounds, time, tell)
    return [
        scores.Outcome(site.tool, survey, timings[site.tool.name])
        for site, survey in zip(made.sites, surveys, strict=True)
    ]


def _large(made: archive.Archive, extra: Sequence[corpus.Post], rounds: int) -> list[scores.Outcome]:
    """Measure Backfile alone, and only one cold build against the clock."""
    (site,) = made.sites
    survey = _survey(site, extra, STEPS, compare=False)

    def time(site: tools.Site, number: int) -> trial.Timing:
        steps = (UNCHANGED, ADDED) if number else STEPS
        return trial.time(site, extra, steps, copy=False)

    timings = trial.rounds(made.sites, rounds, time, tell)
    return [scores.Outcome(site.tool, survey, timings[site.tool.name])]


def _survey(
    site: tools.Site, extra: Sequence[corpus.Post], steps: Sequence[str], *, compare: bool = True
) -> trial.Survey:
    tell(f"memory and output: {site.tool.name}")
    return trial.survey(site, extra, steps, compare=compare)


def _subject(options: argparse.Namespace) -> str:
    rounds = f"medians of {options.rounds} rounds, with the least and the greatest"
    return (
        f"Archives of {options.categories} categories, seed {options.seed}; "
        f"{rounds if options.rounds > 1 else 'one round'}."
    )


def _ending(sizes: Sequence[scores.Size]) -> dict[str, str]:
    kept = ", ".join(f"{size.posts:,} posts {'kept' if size.kept else 'deleted'}" for size in sizes)
    return {"Load at the end": machine.load(), "Former builds": kept}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes = ",".join(map(str, SIZES))
    parser.add_argument("--sizes", metavar="N,…", type=_sizes, default=SIZES, help=f"default: {sizes}")
    parser.add_argument(
        "--large",
        metavar="N",
        type=corpus.at_least_one,
        default=LARGE,
        help=f"from so many posts on without peers, and with one cold build; default: {LARGE}",
    )
    corpus.add_kind(parser)
    parser.add_argument("--rounds", type=corpus.at_least_one, default=3, help="default: 3")
    tools.add_options(parser)
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the report there, too, as Markdown")
    options = parser.parse_args()
    if options.write and not options.write.parent.is_dir():
        parser.error(f"--write: {options.write.parent} is not a folder")
    return options


def _sizes(text: str) -> list[int]:
    return [corpus.at_least_one(size) for size in text.split(",")]


if __name__ == "__main__":
    main()
