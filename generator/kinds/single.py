"""Declare kinds of which an archive has one owner: the home page, robots.txt, the list of all sitemaps."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from generator.kinds.kind import Kind
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched


class Part(NamedTuple):
    """An output of the owner: its path, the page that makes it, and its payload."""

    path: str
    page: str
    payload: tuple[Any, ...] = ()


@dataclass(frozen=True)
class SingleKind(Kind):
    """A kind with a single owner, `single` and its key, which mostly has a single output.

    It is `enabled` unless the settings say that the archive has no such output.
    """

    enabled: bool = field(default=True, kw_only=True)

    owner: ClassVar[str] = "single"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.owners = f"SELECT '{cls.key}' AS key"
        cls.related_changes = (
            Rule(f"SELECT '{cls.key}' AS key, NULL AS start", "the posts of the archive changed"),
        )

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield the tasks of the owner, but for outputs that a file under content/static/ replaces."""
        if not (self.enabled and self.key in touched.keys(self.owner)):
            return
        for path, page, payload in self.parts(connection):
            if not self._is_replaced(connection, path):
                yield Task(path, self.owner, self.key, page, payload)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of outputs of the owner, if it is touched."""
        return self.parts_count(connection) if self.enabled and self.key in touched.keys(self.owner) else 0

    def parts_count(self, connection: sqlite3.Connection) -> int:
        """Return how many parts there are, or a few more. This is for a kind with one."""
        return 1

    def _is_replaced(self, connection: sqlite3.Connection, path: str) -> bool:
        if not any(route.replaceable and route.match(path) is not None for route in self.own_routes):
            return False
        query = "SELECT 1 FROM files WHERE taken = 0 AND address = ?"
        return connection.execute(query, (path,)).fetchone() is not None

    @abstractmethod
    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the outputs of the owner."""

    def has_output(self, connection: sqlite3.Connection, path: str) -> bool:
        """Return whether the archive has the output; a file in its place counts as well."""
        return self.enabled and any(route.match(path) is not None for route in self.own_routes)
