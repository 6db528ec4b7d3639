"""Describe an output as a task, a value with all that it is made from, and find the stale tasks."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from generator.content.packs.reader import PackedAt
from generator.ledger.outputs import fingerprints
from generator.plan.touched import Touched

#: A batch, which is looked up and sent to a worker at once, ends at this many tasks, or rows in its tasks.
BATCH = 100
_WEIGHT = 5_000
#: One encoder for all tasks; json.dumps with these options would make one for each.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Payload = TypeVar("Payload", bound=tuple[Any, ...], covariant=True)


class Task(NamedTuple, Generic[Payload]):
    """One output file that a build may have to make.

    - `path`: its output path.
    - `kind` and `key`: its owner.
    - `page`: the name of its maker.
    - `payload`: all data in it, besides the inputs that all outputs of its kind share, as values for JSON.
    - `guard`: the (size, mtime_ns) that its source had when it was read, or None.
    - `source`: the digest of a post's bytes.
    - `packed`: the places of the posts it shows that are in packs, by their paths; no output depends on them.
    """

    path: str
    kind: str
    key: str
    page: str
    payload: Payload
    guard: tuple[int, int] | None = None
    source: bytes = b""
    packed: tuple[tuple[str, PackedAt], ...] = ()


class Stale(NamedTuple):
    """A task whose output has to be made, with the fingerprint to record it under.

    `present` is the digest of the bytes that an output elsewhere has now; empty if that is not known.
    """

    task: Task[Any]
    fingerprint: bytes
    present: bytes = b""


def fingerprint(task: Task[Any], shared: bytes) -> bytes:
    """Return a digest of an output's owner and of everything that the output is made from.

    `shared` is the digest of the inputs that all outputs of its page share.
    """
    text = _encoded((task.kind, task.key, task.page, task.payload))
    return hashlib.sha256(shared + text.encode("utf-8", "surrogatepass")).digest()[:16]


def stale(
    connection: sqlite3.Connection,
    touched: Touched,
    tasks: Iterable[Task[Any]],
    shared: Mapping[str, bytes],
    skip: Callable[[int], None],
    *,
    everything: bool,
) -> Iterator[list[Stale]]:
    """Yield the tasks whose output is missing or was made from other data, in batches.

    `shared` holds, by page, the digest of the inputs that its outputs share. Every
    task's path is noted as planned. `skip` is called with numbers of tasks whose
    outputs are right. With `everything` all tasks are stale.
    """

    def found() -> Iterator[Stale]:
        for batch in _batches(tasks, lambda task: task):
            touched.plan(task.path for task in batch)
            skipped = len(batch)
            known = {} if everything else fingerprints(connection, [task.path for task in batch])
            for task in batch:
                mark = fingerprint(task, shared[task.page])
                if known.get(task.path) != mark:
                    skipped -= 1
                    yield Stale(task, mark)
            if skipped:
                skip(skipped)

    return _batches(found(), lambda one: one.task)


Item = TypeVar("Item")


def _batches(items: Iterable[Item], task_of: Callable[[Item], Task[Any]]) -> Iterator[list[Item]]:
    """Yield lists of items. A list ends when its tasks weigh `_WEIGHT` together."""
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
    """Return the number of rows in a task, but at least so many that a batch has at most `BATCH` tasks.

    A payload with a `weight` says itself how many rows take as long.
    """
    rows = sum(len(part) for part in task.payload if isinstance(part, list))
    return max(rows, getattr(task.payload, "weight", 0), _WEIGHT // BATCH)
