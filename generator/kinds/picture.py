"""Publish the pictures of other hosts that the archive keeps, and smaller versions of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.config.groups import Groups
from generator.core.errors import SourceChangedError
from generator.kinds.kind import Common, Kind, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import libraries, options
from generator.kinds.parts.pictures import PICTURES, picture_files, pillow, smaller_pictures, store_folder
from generator.kinds.parts.sentences import items
from generator.pictures.names import FOLDER, ROUTE, Smaller, digits_of
from generator.pictures.store import PictureStore
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs

#: The kept pictures of touched owners that a live post shows, each once.
_PICTURES = """
    SELECT k.hash, min(k.shown) FROM touched JOIN pictures AS k ON k.hash = touched.key
    WHERE touched.kind = 'picture' AND k.stored = 1 AND EXISTS (
        SELECT 1 FROM links JOIN posts ON posts.id = links.post_id
        WHERE links.target = k.address AND posts.live = 1)
    GROUP BY k.hash
"""
_OF_CHANGED_POSTS = """
    SELECT DISTINCT k.hash AS key, NULL AS start
    FROM (SELECT links FROM before UNION ALL
          SELECT posts.links FROM changed CROSS JOIN posts ON posts.id = changed.id) AS found
    CROSS JOIN json_each(found.links) AS l CROSS JOIN pictures AS k
    WHERE EXISTS (SELECT 1 FROM pictures) AND found.links GLOB '*"http*'
        AND k.address = l.value AND k.hash != ''
"""
_POSTS = """
    SELECT DISTINCT posts.path, posts.title FROM pictures AS k
    JOIN links ON links.target = k.address JOIN posts ON posts.id = links.post_id AND posts.live = 1
    WHERE k.hash = ? ORDER BY posts.stamp DESC, posts.path
"""


class OriginalRow(NamedTuple):
    """A kept picture: the SHA-256 of its bytes, in hexadecimal."""

    digest: str


class SmallerRow(NamedTuple):
    """A smaller version of a kept picture."""

    digest: str
    width: int
    form: str
    quality: int

    @property
    def weight(self) -> int:
        """A tenth of a second, as long as thousands of rows: so few of them are sent to a worker at once."""
        return 1_500


@dataclass(frozen=True)
class PictureKind(Kind):
    """A kept picture as it is, and in the widths that site.yaml names. The key is its SHA-256."""

    folder: str
    smaller: Smaller
    url: str = ""

    owner: ClassVar[str] = "picture"
    title: ClassVar[str] = "the picture"
    without: ClassVar[str] = "make fewer smaller versions with pictures: {widths: []}"
    phase: ClassVar[Phase] = "assets"
    copies_files: ClassVar[bool] = True
    routes: ClassVar[tuple[Route, ...]] = (ROUTE,)
    options: ClassVar[Groups] = (PICTURES,)
    owners: ClassVar[str] = "SELECT DISTINCT hash AS key FROM pictures WHERE stored = 1"
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "SELECT DISTINCT hash AS key, NULL AS start FROM changed_pictures WHERE hash != ''",
            "the registry of pictures, or the store, changed",
        ),
        Rule(_OF_CHANGED_POSTS, "a post that shows it changed"),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the store and the smaller versions of a site."""
        chosen = PICTURES.of(source.config)
        return cls(store_folder(chosen), smaller_pictures(source.config), chosen.url)

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield a task for each touched picture that a post shows, and for each smaller version.

        None where pictures have an address of their own: they are no files of the site then.
        """
        if self.url:
            return
        for digest, text in connection.execute(_PICTURES):
            for name, width in picture_files(text, self.smaller):
                if not width:
                    yield Task(f"{FOLDER}{name}", self.owner, digest, "picture", OriginalRow(digest))
                    continue
                row = SmallerRow(digest, width, self.smaller.form, self.smaller.quality)
                yield Task(f"{FOLDER}{name}", self.owner, digest, "smaller-picture", row)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return how many originals and smaller versions there are, or a few more."""
        return 0 if self.url else touched.count(self.owner) * (1 + len(self.smaller.widths))

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the library that makes smaller versions; a picture as it is follows from its bytes."""
        return {"picture": {}, "smaller-picture": libraries("pillow") if pillow() else {}}

    def own_inputs(self) -> Inputs:
        """Return the smaller versions, and the address of their own."""
        return {"setting:pictures.widths": repr(tuple(self.smaller)), **options({"pictures.url": self.url})}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the makers of pictures as they are, and of smaller versions."""
        store = PictureStore(Path(resources.folders.root, self.folder))
        cache = Path(resources.folders.smaller_pictures)

        def original(task: Task[OriginalRow]) -> bytes:
            try:
                return store.read(task.payload.digest)
            except OSError as error:
                raise SourceChangedError(f"{store.file(task.payload.digest)}: {error}") from None

        def smaller(task: Task[SmallerRow]) -> bytes:
            # Late: most sites keep no pictures, and Pillow is an extra.
            from generator.pictures.smaller import SmallerError, cached

            row = task.payload
            try:
                return cached(cache, row, pillow(), lambda: store.read(row.digest))
            except (OSError, SmallerError) as error:
                raise SourceChangedError(f"{store.file(row.digest)}: {error}") from None

        return {"picture": original, "smaller-picture": smaller}

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the pictures whose digest begins as the name of a file says."""
        start = digits_of(parameters["file"])
        rows = connection.execute(
            "SELECT DISTINCT hash FROM pictures WHERE hash >= ? AND hash < ? AND hash != ''",
            (start, f"{start}g"),
        )
        yield from (row[0] for row in rows)

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        """Name its addresses, and the posts that show it."""
        digest = task.payload.digest
        yield "Its bytes come from:"
        rows = connection.execute("SELECT address FROM pictures WHERE hash = ? ORDER BY address", (digest,))
        yield from items(address for (address,) in rows)
        yield "Posts that show it:"
        yield from items(path for path, _ in connection.execute(_POSTS, (digest,)))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the picture, and say whether this is a smaller version."""
        if task is not None and task.page == "smaller-picture":
            return f"a smaller version of the kept picture {key}, {task.payload.width} pixels wide"
        return f"the kept picture {key}"
