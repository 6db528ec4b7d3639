"""Collect the problems of the content, count the posts that have them, and stop a build with too many."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from generator.core.errors import ProblemsError
from generator.core.model import Problem
from generator.core.paths import is_within
from generator.index import claims, posts, site_links
from generator.index.posts import count_shown
from generator.reporting.report import Report

Item = TypeVar("Item")


def check_budget(found: int, problems: Sequence[Problem], percent: float, minimum: int) -> None:
    """Raise ProblemsError if more than `percent` of `found` posts, and more than `minimum`, have errors.

    The posts that a damaged pack has lost do not count: their pages stay, and the pack is one mistake.
    """
    errors = (problem for problem in problems if problem.severity == "error" and problem.code != "pack.lost")
    bad = len({problem.path for problem in errors})
    allowed = max(minimum, int(found * percent / 100))
    if bad > allowed:
        options = f"build.bad_posts_percent: {percent:g}, build.bad_posts_minimum: {minimum}"
        raise ProblemsError(
            f"{bad:,} of {found:,} posts are bad, more than the {allowed:,} that site.yaml allows "
            f"({options}); nothing was published"
        )


def all_problems(connection: sqlite3.Connection, others: Iterable[Problem]) -> list[Problem]:
    """Return all problems of the content, in the order of paths; `others` are not in the index."""
    found = (posts.problems(connection), claims.conflicts(connection), site_links.problems(connection))
    return sorted(chain(others, *found))


def without_problems(found: Iterable[Item | Problem], problems: list[Problem]) -> Iterator[Item]:
    """Yield what was found, and put the problems among it into a list."""
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            yield one


def renewed(kept: Iterable[Problem], found: Iterable[Problem], paths: Sequence[str] | None) -> list[Problem]:
    """Return the problems `found` by a scan of some paths (None: of all), and the others that are `kept`."""
    others = () if paths is None else (one for one in kept if not is_within(one.path, *paths))
    return sorted({*found, *others})


_KEPT = "SELECT count(*) FROM posts WHERE live = 1 AND role = 'post' AND stand_in = 1"


def count_posts(connection: sqlite3.Connection, report: Report) -> None:
    """Fill in the numbers of posts in a report that has its problems already."""
    bad = {problem.path for problem in report.problems if problem.severity == "error"}
    warned = {problem.path for problem in report.problems if problem.severity == "warning"} - bad
    kept = int(connection.execute(_KEPT).fetchone()[0])
    report.published, report.kept = count_shown(connection) - kept, kept
    report.quarantined = _count(connection, "sources.role = 'post'", bad)
    report.rescued = _count(connection, "posts.live = 1 AND posts.role = 'post'", warned)
    report.withheld = report.posts - report.published - report.quarantined


def _count(connection: sqlite3.Connection, condition: str, paths: set[str]) -> int:
    """Return how many of the paths have a source and post that fulfil a condition in SQL."""
    query = f"""SELECT count(*) FROM sources LEFT JOIN posts USING (path)
                WHERE sources.path = ? AND {condition}"""
    return sum(connection.execute(query, (path,)).fetchone()[0] for path in paths)
