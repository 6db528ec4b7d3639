"""Add to tasks where the packed posts are whose bodies they show, since workers have no index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from generator.index.packs import has_packs, places_of
from generator.kinds.kind import Kind
from generator.plan.task import Stale, Task

#: The kinds by the kinds of their owners, and the key where a kind has only one owner.
_Owners = dict[tuple[str, str], Kind]


def with_places(
    connection: sqlite3.Connection, kinds: Iterable[Kind], planned: Iterable[list[Stale]]
) -> Iterator[list[Stale]]:
    """Yield batches of tasks, each task with the places of its packed posts."""
    owners = {(kind.owner, kind.key): kind for kind in kinds}
    packed = has_packs(connection)
    for batch in planned:
        yield _placed(connection, owners, batch) if packed else batch


def _placed(connection: sqlite3.Connection, owners: _Owners, batch: list[Stale]) -> list[Stale]:
    sources = [tuple(_kind_of(owners, one.task).sources(one.task)) for one in batch]
    places = places_of(connection, [path for paths in sources for path in paths])
    return [
        one._replace(
            task=one.task._replace(packed=tuple((path, places[path]) for path in paths if path in places))
        )
        for one, paths in zip(batch, sources, strict=True)
    ]


def _kind_of(owners: _Owners, task: Task[Any]) -> Kind:
    """Return the kind of a task: that of its owner's key, if it is the only one with that kind of owner."""
    return owners.get((task.kind, task.key)) or owners[task.kind, ""]


def with_place(connection: sqlite3.Connection, kind: Kind, task: Task[Any]) -> Task[Any]:
    """Return one task with the places of its packed posts."""
    return task._replace(packed=tuple(places_of(connection, list(kind.sources(task))).items()))
