"""Add to tasks where the packed posts are whose bodies they show, since workers have no index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from generator.index.packs import has_packs, places_of
from generator.kinds.kind import Kind, Owners, by_owner, kind_of
from generator.plan.task import Stale, Task


def with_places(
    connection: sqlite3.Connection, kinds: Iterable[Kind], planned: Iterable[list[Stale]]
) -> Iterator[list[Stale]]:
    """Yield batches of tasks, each task with the places of its packed posts."""
    owners = by_owner(kinds)
    packed = has_packs(connection)
    for batch in planned:
        yield _placed(connection, owners, batch) if packed else batch


def _placed(connection: sqlite3.Connection, owners: Owners, batch: list[Stale]) -> list[Stale]:
    sources = [tuple(_paths(kind_of(owners, one.task), one.task)) for one in batch]
    places = places_of(connection, [path for paths in sources for path in paths])
    return [
        one._replace(
            task=one.task._replace(packed=tuple((path, places[path]) for path in paths if path in places))
        )
        for one, paths in zip(batch, sources, strict=True)
    ]


def _paths(kind: Kind, task: Task[Any]) -> Iterator[str]:
    return (source.path for source in kind.sources(task))


def with_place(connection: sqlite3.Connection, kind: Kind, task: Task[Any]) -> Task[Any]:
    """Return one task with the places of its packed posts."""
    return task._replace(packed=tuple(places_of(connection, list(_paths(kind, task))).items()))
