"""A task is everything that one output file is made from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from generator.ledger.outputs import fingerprints
from generator.plan.touched import Touched

#: How many tasks are looked up and sent to a worker at once, at most, and how many rows they hold together.
BATCH = 100
_WEIGHT = 5_000


Payload = TypeVar("Payload", bound=tuple[Any, ...], covariant=True)


class Task(NamedTuple, Generic[Payload]):
    """One output file to be.

    `path` is its output path; `kind` and `key` are its owner; `page` names what
    renders it. `payload` is all that its bytes follow from, besides what all
    outputs of its kind share, as values that JSON can hold. `guard` is the
    (size, mtime_ns) that its source had when it was read, or None, and `source`
    the digest of a post's bytes.
    """

    path: str
    kind: str
    key: str
    page: str
    payload: Payload
    guard: tuple[int, int] | None = None
    source: bytes = b""


class Stale(NamedTuple):
    """A task whose output has to be made, with the fingerprint to record it under."""

    task: Task[Any]
    fingerprint: bytes


def fingerprint(task: Task[Any], shared: bytes) -> bytes:
    """Return what identifies an output's owner and all that it is made from.

    `shared` stands for what all outputs of its page share.
    """
    text = json.dumps(
        (task.kind, task.key, task.page, task.payload), ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(shared + text.encode("utf-8", "surrogatepass")).digest()[:16]


def stale(
    connection: sqlite3.Connection,
    touched: Touched,
    tasks: Iterable[Task[Any]],
    shared: Mapping[str, bytes],
    *,
    everything: bool,
) -> Iterator[list[Stale]]:
    """Yield the tasks whose output is missing or was made from something else, in batches.

    `shared` is, by page, what all outputs of that page are made from. Every
    task's path is noted as planned. With `everything` all tasks are stale.
    """

    def found() -> Iterator[Stale]:
        for batch in _batches(tasks, lambda task: task):
            touched.plan(task.path for task in batch)
            known = {} if everything else fingerprints(connection, [task.path for task in batch])
            for task in batch:
                mark = fingerprint(task, shared[task.page])
                if known.get(task.path) != mark:
                    yield Stale(task, mark)

    return _batches(found(), lambda one: one.task)


Item = TypeVar("Item")


def _batches(items: Iterable[Item], task_of: Callable[[Item], Task[Any]]) -> Iterator[list[Item]]:
    """Yield lists of items: at most so many, whose tasks have at most so many rows between them."""
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += _weight(task_of(item))
        if weight >= _WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _weight(task: Task[Any]) -> int:
    """Return the number of rows that a task holds, but at least what a full batch of small ones has each."""
    rows = sum(len(part) for part in task.payload if isinstance(part, list))
    return max(rows, _WEIGHT // BATCH)
