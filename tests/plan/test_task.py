"""Tasks go to workers in batches, and those that take long in small ones."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.kinds.picture import SmallerRow
from generator.ledger import outputs
from generator.plan.task import BATCH, Task, stale
from generator.plan.touched import Touched


class Light(NamedTuple):
    number: int


class Rows(NamedTuple):
    rows: list[int]


@pytest.mark.parametrize(
    ("payload", "most"),
    [(Light(1), BATCH), (Rows([1] * 1000), 5), (SmallerRow("ab" * 32, 960, "webp", 80), 4)],
    ids=["light", "rows", "picture"],
)
def test_batches(payload: NamedTuple, most: int) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        outputs.attach(connection, Path(":memory:"))
        tasks = [Task(f"{number}.html", "x", "", "page", payload) for number in range(BATCH * 2)]
        skipped: list[int] = []
        found = stale(connection, Touched(connection), tasks, {"page": b""}, skipped.append, everything=True)
        assert {len(batch) for batch in found} == {most}
        assert skipped == []
