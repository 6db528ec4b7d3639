"""What has become of outputs is found from what was noted, however many outputs there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from generator.ledger import changes, outputs
from tests.conftest import SiteMaker
from tests.sites import post

_QUERIES: list[Callable[[sqlite3.Connection], object]] = [
    lambda connection: changes.next_fingerprint(connection, "0"),
    lambda connection: list(changes.written(connection)),
    lambda connection: list(changes.removed(connection)),
    lambda connection: list(changes.posts_added(connection)),
    lambda connection: list(changes.posts_changed(connection)),
    lambda connection: list(changes.posts_removed(connection)),
]


def _loops(plan: list[str]) -> list[str]:
    """Return the tables that are looked at as a whole, one within the other; a list is made but once."""
    lists = next((number for number, step in enumerate(plan) if step.startswith("LIST")), len(plan))
    return [step for step in plan[:lists] if step.startswith("SCAN")]


@pytest.mark.parametrize("query", _QUERIES)
def test_outputs_are_asked_for_by_name(
    site: SiteMaker, query: Callable[[sqlite3.Connection], object]
) -> None:
    one = site({"posts/p.md": post("题目")})
    one.build()
    with closing(sqlite3.connect(":memory:")) as connection:
        outputs.attach(connection, Path(one.root, ".backfile", "ledger.sqlite"))
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        query(connection)
        connection.set_trace_callback(None)
        plans = [connection.execute(f"EXPLAIN QUERY PLAN {one}").fetchall() for one in statements]
    steps = [[step[3] for step in plan] for plan in plans]
    assert {step for plan in steps for step in plan if " now" in step} <= {
        "SEARCH now USING PRIMARY KEY (folder=? AND name=?)",
        "SEARCH now USING PRIMARY KEY (folder=? AND name=?) LEFT-JOIN",
        "SEARCH now USING INDEX outputs_owner (kind=? AND key=?)",
    }
    # Nor is all that was noted looked at for each of it: a new theme changes every post.
    assert not [plan for plan in steps if len(_loops(plan)) > 1]
    assert statements
