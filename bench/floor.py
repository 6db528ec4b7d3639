"""What is left when all is left out: no generator in Python with these libraries can be faster.

    python bench/floor.py --posts 10000 [--workers 2] [--rounds 3]

Reads each post of the made-up archive, its front matter with PyYAML's C loader, takes its body as it
is, puts it through one small Jinja template, and writes the page. No Markdown, no sanitiser, no links, no
index, no lists, feeds, sitemaps or calendar, no fingerprints; nothing is checked, and the next build
would know nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import corpus
import yaml
from jinja2 import Environment

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta property="og:title" content="{{ title }}"><meta property="article:published_time" content="{{ date }}">
<link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">{{ site }}</a></header>
<main><article><h1>{{ title }}</h1><p><a href="/category/{{ category }}.html">{{ tag }}</a> {{ date }}</p>
<div>{{ body|safe }}</div><p><a href="/tag/{{ tag }}.html">{{ tag }}</a></p></article></main>
<footer><a href="/">{{ site }}</a></footer></body></html>
"""


def render(paths: Sequence[str], output: str) -> None:
    """Make the pages of some posts."""
    template = Environment(autoescape=True).from_string(_PAGE)
    made: set[str] = set()
    for path in paths:
        front, body = Path(path).read_text(encoding="utf-8").split("---\n", 2)[1:]
        fields = yaml.load(front, Loader=yaml.CSafeLoader)
        page = template.render(
            title=fields["title"], date=fields["date"], category=fields["categories"], tag=fields["tags"],
            site="旧闻馆", body=body,
        )  # fmt: skip
        folder = f"{output}/{fields['categories']}/{Path(path).name[:10].replace('-', '/')}"
        if folder not in made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            made.add(folder)
        Path(folder, f"{Path(path).stem[11:]}.html").write_text(page, encoding="utf-8")


def seconds(posts: Sequence[str], output: Path, workers: int) -> float:
    """Return how long it takes so many processes to make all pages."""
    os.sync()
    start = time.perf_counter()
    shares = [
        multiprocessing.Process(target=render, args=(posts[number::workers], str(output)))
        for number in range(workers)
    ]
    for share in shares:
        share.start()
    for share in shares:
        share.join()
    if any(share.exitcode for share in shares):
        raise SystemExit("a process failed")
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser)
    parser.add_argument("--workers", type=corpus.at_least_one, default=2, help="default: 2")
    parser.add_argument("--rounds", type=corpus.at_least_one, default=3, help="default: 3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="floor-") as folder:
        content = Path(folder, "content")
        corpus.write(content, corpus.posts(options.posts, options.categories, options.seed))
        posts = sorted(str(path) for path in content.rglob("*.md"))
        # A new folder for each round: some disks are slow to make files soon after others were deleted.
        taken = [
            seconds(posts, Path(folder, f"output-{number}"), options.workers)
            for number in range(options.rounds)
        ]
    print(
        f"{options.posts:,} posts, {options.workers} processes: {statistics.median(taken):.2f} s "
        f"({min(taken):.2f}-{max(taken):.2f}), {statistics.median(taken) / options.posts * 1e6:.0f} µs a post"
    )


if __name__ == "__main__":
    main()
