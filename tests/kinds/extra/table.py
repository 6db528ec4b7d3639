"""One file with a row for each post."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Maker, Resources, Source
from generator.kinds.parts.inputs import program
from generator.kinds.single import Part, SingleKind
from generator.plan.task import Task
from generator.theme.inputs import Inputs

_FILE = Route("posts.tsv")
_POSTS = "SELECT url, title FROM posts WHERE live = 1 AND role = 'post' ORDER BY stamp, path"


class TableRow(NamedTuple):
    """Href and title of each post, oldest first."""

    posts: list[tuple[str, str]]


class TableKind(SingleKind):
    """All posts, with address and title."""

    key: ClassVar[str] = "table"
    title: ClassVar[str] = "the table of all posts"
    routes: ClassVar[tuple[Route, ...]] = (_FILE,)

    @classmethod
    def of(cls, source: Source) -> Self:
        return cls()

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        yield Part(_FILE.path(), "table", TableRow(connection.execute(_POSTS).fetchall()))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        return {"table": program()}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        def make(task: Task[TableRow]) -> bytes:
            return "".join(f"/{url}\t{title}\n" for url, title in task.payload.posts).encode()

        return {"table": make}
