"""A made-up news archive of any size, in the shape that scrapers leave behind.

    python bench/corpus.py DEST --posts 10000 --categories 200 --seed 1

Each post is `YYYY/MM/DD/YYYY-MM-DD-<code>.md`: front matter, a body in one of the shapes of `bodies.py`,
the source as an autolink, and two links back. Category sizes follow Zipf's law. The same arguments always
give the same bytes, and a shorter archive is the beginning of a longer one.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bodies import body
from vocabulary import EVENTS, PAPERS, SUBJECTS, TOWNS

# A million posts end before 2016: neither tool may hold them back as posts of the future.
FIRST_MOMENT = datetime(2010, 1, 1)
INTERVAL = timedelta(days=1) / 500
FIRST_CODE = 4_100_000_000

TEMPLATE = """\
---
layout: post
title: "{title}"
date: {date:%Y-%m-%d %H:%M:%S} +0800
categories: {slug}
tags: {label}
---
{body}

<http://wire.example/html_News/Share.html?infoCode=NW{code}>

[返回{label}](//archive.example.com/category/{slug}.html)｜[返回首页](//archive.example.com/)"""


@dataclass(frozen=True, slots=True)
class Category:
    """A medium: its name in posts, its label, who it says it is, and where it appears."""

    slug: str
    label: str
    source: str
    town: str


class Posts(NamedTuple):
    """Which archive: all that its bytes follow from."""

    number: int
    categories: int
    seed: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post file: its path in the content, and what it says."""

    path: str
    category: Category
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written; `largest` is the category with the most posts."""

    posts: int
    size: int
    largest: Category


def categories(count: int) -> list[Category]:
    """Return `count` categories: every paper in every town, then the same with numbers."""
    pairs = list(itertools.product(PAPERS.items(), TOWNS.items()))
    found = []
    for number in range(count):
        edition, place = divmod(number, len(pairs))
        (paper, paper_label), (town, town_label) = pairs[place]
        suffix = str(edition + 1) if edition else ""
        source = f"{town_label}{paper_label}{suffix}"
        found.append(Category(f"{town}{paper}{suffix}", f"{source}新闻", source, town_label))
    return found


def posts(count: int, category_count: int, seed: int) -> Iterator[Post]:
    """Yield posts from the oldest to the newest, one at a time."""
    yield from _stream(random.Random(seed), range(count), category_count)


def next_post(count: int, category: Category, seed: int) -> Post:
    """Return the one that comes after `count` posts, in a given category."""
    return _post(random.Random(f"{seed} after {count}"), count, category)


def next_posts(count: int, added: int, category_count: int, seed: int) -> list[Post]:
    """Return as many as are added after `count` posts, in categories as they come."""
    chance = random.Random(f"{seed} after {count}")
    return list(_stream(chance, range(count, count + added), category_count))


def write(dest: Path, stream: Iterable[Post]) -> Summary:
    """Write posts under `dest`, which may exist; at least one."""
    sizes: Counter[Category] = Counter()
    written = 0
    for post in stream:
        written += write_post(dest, post)
        sizes[post.category] += 1
    return Summary(sizes.total(), written, sizes.most_common(1)[0][0])


def write_post(dest: Path, post: Post) -> int:
    """Write one post under `dest` and return its size in bytes."""
    path = dest / post.path
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(post.text.encode())


def _stream(chance: random.Random, numbers: range, category_count: int) -> Iterator[Post]:
    choices = categories(category_count)
    shares = list(itertools.accumulate(1 / (rank + 1) for rank in range(category_count)))
    for number in numbers:
        yield _post(chance, number, chance.choices(choices, cum_weights=shares)[0])


def _post(chance: random.Random, number: int, category: Category) -> Post:
    date = FIRST_MOMENT + number * INTERVAL
    code = f"{date:%Y%m%d}{FIRST_CODE + number}"
    subject, other = chance.choices(SUBJECTS, k=2)
    text = TEMPLATE.format(
        title=f"{subject}{chance.choice(EVENTS)} {category.town}{other}侧记",
        date=date,
        slug=category.slug,
        label=category.label,
        body=body(chance, category.source),
        code=code,
    )
    return Post(f"{date:%Y/%m/%d}/{date:%Y-%m-%d}-{code}.md", category, text)


def at_least_one(text: str) -> int:
    """Read a count from the command line."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def add_options(parser: argparse.ArgumentParser, posts: int = 10_000) -> None:
    """Declare what an archive depends on, with a number of posts that it has if nobody says."""
    parser.add_argument("--posts", type=at_least_one, default=posts, help=f"default: {posts}")
    add_kind(parser)


def add_kind(parser: argparse.ArgumentParser) -> None:
    """Declare what an archive of any size depends on."""
    parser.add_argument("--categories", type=at_least_one, default=200, help="default: 200")
    parser.add_argument("--seed", type=int, default=1, help="default: 1")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dest", metavar="DEST", type=Path, help="folder for the posts")
    add_options(parser)
    options = parser.parse_args()
    summary = write(options.dest, posts(options.posts, options.categories, options.seed))
    print(
        f"{options.dest}: {summary.posts} posts, {summary.size / 1e6:.1f} MB, most in {summary.largest.slug}"
    )


if __name__ == "__main__":
    main()
