"""Measure the memory of Backfile's builds, and fail when a cold one takes more than it may.

    python bench/memory.py --posts 100000 --limit 400

See README.md beside this file for what is measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import tempfile
from pathlib import Path

import archive
import corpus
import processes
import table
import tools
import trial
from progress import tell
from scores import MB_PER_MIB

BUILDS = {trial.COLD: "cold build", trial.UNCHANGED: "nothing changed", trial.ADDED: "one post added"}


def main() -> None:
    options = _options()
    try:
        peaks = _measure(options)
    except (trial.OutputError, processes.ProgramError) as error:
        raise SystemExit(str(error)) from error
    cold = peaks[trial.COLD]
    if cold is None:
        raise SystemExit("memory can't be measured here: it takes Linux 4.14 or later")
    lines = [[BUILDS[step], table.whole(peak or 0)] for step, peak in peaks.items()]
    print(table.markdown([[f"{options.posts:,} posts, {options.jobs} workers", "peak, MB"], *lines]))
    if cold > options.limit:
        raise SystemExit(f"a cold build takes {cold:.0f} MB; it may take {options.limit}")


def _measure(options: argparse.Namespace) -> dict[str, float | None]:
    """Return the peak of each build in MB."""
    tool = tools.own(options.backfile)
    tool = dataclasses.replace(tool, build=(*tool.build, "--jobs", str(options.jobs)))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tell(f"writing {options.posts:,} posts")
        kind = corpus.Posts(options.posts, options.categories, options.seed)
        made = archive.make(Path(folder, "archive"), kind, [tool], builds=1)
        extra = corpus.next_post(options.posts, made.summary.largest, options.seed)
        tell("building")
        peaks = trial.survey(made.sites[0], [extra], compare=False).peaks
    return {step: None if peak is None else peak * MB_PER_MIB for step, peak in peaks.items()}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser, posts=100_000)
    parser.add_argument("--limit", metavar="MB", type=corpus.at_least_one, default=400, help="default: 400")
    parser.add_argument(
        "--jobs", metavar="N", type=corpus.at_least_one, default=2, help="workers, 2 on any machine"
    )
    tools.add_own_option(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
