"""Publish the pictures of other hosts that the archive keeps, and smaller versions of all pictures."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

from generator.addresses.routes import Route
from generator.config.groups import Groups
from generator.core.errors import SourceChangedError
from generator.index.change_set import CHANGED_LINKS
from generator.kinds.kind import Common, Kind, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import libraries, options
from generator.kinds.parts.lead_pictures import IS_LEAD, Thumbnails, thumbnail_widths, thumbnails
from generator.kinds.parts.pictures import PICTURES, pillow, smaller_pictures, store_folder
from generator.kinds.parts.sentences import items
from generator.pictures.names import FOLDER, ROUTE, Smaller, digits_of
from generator.pictures.shown import Shown, from_text
from generator.pictures.store import PictureStore
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.system.files import read_file
from generator.theme.inputs import Inputs

#: The kept pictures of touched owners that a live post shows, each once.
_PICTURES = """
    SELECT k.hash, min(k.shown), {leads} AS leads, max(k.width) AS width FROM touched
    CROSS JOIN pictures AS k ON k.hash = touched.key AND k.hash != ''
    WHERE touched.kind = 'picture' AND k.stored = 1 AND EXISTS (
        SELECT 1 FROM links JOIN posts ON posts.id = links.post_id
        WHERE links.target = k.address AND posts.live = 1)
    GROUP BY k.hash
"""
#: Files with the bytes of touched owners, each once, of which smaller versions can be made.
_FILES = """
    SELECT k.hash, min(k.path), min(k.shown), {leads} AS leads, max(k.width) AS width
    FROM touched CROSS JOIN file_pictures AS k ON k.hash = touched.key AND k.shown != ''
    JOIN files ON files.path = k.path AND files.taken = 0
    WHERE touched.kind = 'picture' AND EXISTS (
        SELECT 1 FROM links JOIN posts ON posts.id = links.post_id
        WHERE links.target = k.path AND posts.live = 1)
    GROUP BY k.hash
"""
_OF_CHANGED_POSTS = f"""
    SELECT DISTINCT k.hash AS key, NULL AS start
    FROM {CHANGED_LINKS} CROSS JOIN json_each(found.links) AS l CROSS JOIN pictures AS k
    WHERE EXISTS (SELECT 1 FROM pictures) AND found.links GLOB '*"http*'
        AND k.address = l.value AND k.hash != ''
    UNION SELECT k.hash, NULL
    FROM {CHANGED_LINKS} CROSS JOIN json_each(found.links) AS l CROSS JOIN file_pictures AS k
    WHERE EXISTS (SELECT 1 FROM file_pictures) AND k.path = l.value
"""
_OF_CHANGED_FILES = """
    SELECT hash AS key, NULL AS start FROM changed_pictures WHERE address NOT GLOB 'http*'
    UNION SELECT k.hash, NULL FROM changed_files CROSS JOIN file_pictures AS k USING (path)
"""
_PLACES = """
    SELECT address FROM pictures WHERE hash = :hash
    UNION ALL SELECT path FROM file_pictures WHERE hash = :hash ORDER BY 1
"""
_POSTS = """
    SELECT DISTINCT posts.path, posts.title FROM links JOIN posts ON posts.id = links.post_id
    WHERE posts.live = 1 AND links.target IN (SELECT address FROM pictures WHERE hash = :hash
                           UNION ALL SELECT path FROM file_pictures WHERE hash = :hash)
    ORDER BY posts.stamp DESC, posts.path
"""


class OriginalRow(NamedTuple):
    """A kept picture: the SHA-256 of its bytes, in hexadecimal."""

    digest: str


class SmallerRow(NamedTuple):
    """A smaller version of a picture. Its bytes are in a file, or, with a `file` of "", in the store."""

    digest: str
    width: int
    form: str
    quality: int
    file: str = ""

    @property
    def weight(self) -> int:
        """A tenth of a second, as long as thousands of rows: so few of them are sent to a worker at once."""
        return 1_500


@dataclass(frozen=True)
class PictureKind(Kind):
    """A kept picture as it is, and any picture in the widths of site.yaml. The key is its SHA-256."""

    folder: str
    smaller: Smaller
    thumbnails: Thumbnails
    url: str = ""

    owner: ClassVar[str] = "picture"
    title: ClassVar[str] = "the picture"
    without: ClassVar[str] = "make fewer smaller versions with pictures: {widths: []}"
    phase: ClassVar[Phase] = "assets"
    copies_files: ClassVar[bool] = True
    routes: ClassVar[tuple[Route, ...]] = (ROUTE,)
    options: ClassVar[Groups] = (PICTURES,)
    owners: ClassVar[str] = (
        "SELECT hash AS key FROM pictures WHERE stored = 1 UNION SELECT hash FROM file_pictures"
    )
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(
            """SELECT DISTINCT hash AS key, NULL AS start FROM changed_pictures
               WHERE hash != '' AND address GLOB 'http*'""",
            "the registry of pictures, or the store, changed",
        ),
        Rule(_OF_CHANGED_FILES, "a file of the archive changed"),
        Rule(_OF_CHANGED_POSTS, "a post that shows it changed"),
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the store and the smaller versions of a site."""
        chosen = PICTURES.of(source.config)
        return cls(
            store_folder(chosen),
            smaller_pictures(source.config),
            thumbnails(source.config, source.theme),
            chosen.url,
        )

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield a task for each touched picture that a post shows, and for each smaller version.

        Kept pictures with an address of their own are no files of the site.
        """
        planned: set[str] = set()
        for digest, text, leads, _ in () if self.url else connection.execute(self._kept()):
            one = from_text(text)
            yield Task(f"{FOLDER}{one.name}", self.owner, digest, "picture", OriginalRow(digest))
            yield from self._smaller(digest, one, bool(leads), planned)
        for digest, file, text, leads, _ in connection.execute(self._files()):
            yield from self._smaller(digest, from_text(text), bool(leads), planned, file)

    def _kept(self) -> str:
        return self._with_leads(_PICTURES, "k.address")

    def _files(self) -> str:
        return self._with_leads(_FILES, "k.path")

    def _with_leads(self, query: str, name: str) -> str:
        return query.format(leads=IS_LEAD.format(name=name) if self.thumbnails.smaller.widths else "0")

    def _smaller(
        self, digest: str, one: Shown, leads: bool, planned: set[str], file: str = ""
    ) -> Iterator[Task[Any]]:
        """Yield the smaller versions of a picture that are not planned yet: it may be kept, and a file."""
        widths = self.smaller.below(one.width, one.height) if one.still else []
        if leads:
            widths = sorted({*widths, *thumbnail_widths(one, self.thumbnails.smaller)})
        for width in widths:
            path = f"{FOLDER}{self.smaller.name(one.name, width)}"
            row = SmallerRow(digest, width, self.smaller.form, self.smaller.quality, file)
            if path not in planned:
                yield Task(path, self.owner, digest, "smaller-picture", row)
            planned.add(path)

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return how many originals and smaller versions there are; most files have none.

        A few more are counted: of pictures that are very tall, and of the same bytes kept and in a file.
        """
        if not touched.count(self.owner):
            return 0
        widths = [f"(width > {one})" for one in sorted({*self.smaller.widths})]
        leads = [f"(leads AND width > {one})" for one in self.thumbnails.smaller.widths]
        smaller = f"coalesce(sum({' + '.join(('0', *widths, *leads))}), 0)"
        queries = [f"SELECT {smaller} FROM ({self._files()})"]
        if not self.url:
            queries.append(f"SELECT count(*) + {smaller} FROM ({self._kept()})")
        return sum(int(connection.execute(query).fetchone()[0]) for query in queries)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the library that makes smaller versions; a picture as it is follows from its bytes."""
        return {"picture": {}, "smaller-picture": libraries("pillow") if pillow() else {}}

    def own_inputs(self) -> Inputs:
        """Return the smaller versions, and the address of their own."""
        widths = repr((tuple(self.smaller), tuple(self.thumbnails)))
        return {"setting:pictures.widths": widths, **options({"pictures.url": self.url})}

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the makers of pictures as they are, and of smaller versions."""
        root = resources.folders.root
        store = PictureStore(Path(root, self.folder))
        cache = Path(resources.folders.smaller_pictures)

        def original(task: Task[OriginalRow]) -> bytes:
            try:
                return store.read(task.payload.digest)
            except OSError as error:
                raise SourceChangedError(f"{store.file(task.payload.digest)}: {error}") from None

        def smaller(task: Task[SmallerRow]) -> bytes:
            # Late: most sites have no pictures, and Pillow is an extra.
            from generator.pictures.smaller import cached

            row = task.payload
            read = partial(_read, f"{root}/{row.file}") if row.file else store.read
            try:
                return cached(cache, row, pillow(), lambda: read(row.digest))
            except OSError as error:
                raise SourceChangedError(f"{row.file or store.file(row.digest)}: {error}") from None

        return {"picture": original, "smaller-picture": smaller}

    def keys_of(self, connection: sqlite3.Connection, parameters: Mapping[str, str]) -> Iterator[str]:
        """Yield the pictures whose digest begins as the name of a file says."""
        start = digits_of(parameters["file"])
        rows = connection.execute(
            """SELECT hash FROM pictures WHERE hash >= :start AND hash < :end AND hash != ''
               UNION SELECT hash FROM file_pictures WHERE hash >= :start AND hash < :end""",
            {"start": start, "end": f"{start}g"},
        )
        yield from (row[0] for row in rows)

    def contents(self, connection: sqlite3.Connection, task: Task[Any]) -> Iterator[str]:
        """Name its addresses, and the posts that show it."""
        digest = {"hash": task.payload.digest}
        yield "Its bytes come from:"
        yield from items(place for (place,) in connection.execute(_PLACES, digest))
        yield "Posts that show it:"
        yield from items(path for path, _ in connection.execute(_POSTS, digest))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the picture, and say whether this is a smaller version."""
        if task is not None and task.page == "smaller-picture":
            which = task.payload.file or f"the kept picture {key}"
            return f"a smaller version of {which}, {task.payload.width} pixels wide"
        return f"the kept picture {key}"


def _read(file: str, digest: str) -> bytes:
    """Return the bytes of a file. Raises OSError, also when they have another SHA-256."""
    data, _ = read_file(file)
    if data is None or hashlib.sha256(data).hexdigest() != digest:
        raise OSError("it was written to")
    return data
