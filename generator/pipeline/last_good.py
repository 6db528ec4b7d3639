"""When a post goes bad, its last good page stays up.

Nobody keeps copies of a million posts for that. What a bad post said is still
in the index, and its body stands on its page between two marks. Both are
written to `.backfile/last-good/`, and are input from then on: a clean build
uses them too. They go when the post comes good, or goes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.addresses.links import to_root
from generator.body.markers import BODY_END, BODY_START
from generator.content.read_job import POST_COLUMNS, PostRow
from generator.core.digests import content_digest
from generator.ledger import outputs
from generator.system.files import replacing

_DIGEST = POST_COLUMNS.index("digest")
_LAST = f"""SELECT {", ".join(POST_COLUMNS)}, address FROM posts
            WHERE path = ? AND live = 1 AND stand_in = 0"""


class LastGood:
    """Finds stand-ins for bad posts; nothing is written or removed before `prepare` and `finish`.

    Without an output there are no pages to make one from, only those that are kept.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path, output: Path | None) -> None:
        self._connection = connection
        self._folder = folder
        self._output = output
        self._to_write: dict[str, bytes] = {}
        self._to_drop: set[str] = set()
        #: Files that are to stand in for posts, and that say nothing any more.
        self.damaged: list[str] = []

    def row(self, path: str) -> PostRow | None:
        """Return the row of what stands in for a bad post, or None where nothing can."""
        data = self._from_page(path) or self._kept(path)
        try:
            return _row(data) if data is not None else None
        except (ValueError, TypeError, KeyError):
            self.damaged.append(str(last_good_file(self._folder, path)))
            return None

    def drop(self, path: str) -> None:
        """Forget the stand-in of a post that came good, or that is gone."""
        self._to_drop.add(path)

    def prepare(self) -> None:
        """Write the stand-ins that are new; a build that is broken off afterwards finds them again."""
        for path, data in self._to_write.items():
            with replacing(last_good_file(self._folder, path)) as new:
                new.write_bytes(data)

    def finish(self) -> None:
        """Remove those that are no longer needed, and what an earlier build was killed before it removed."""
        for file in sorted(self._folder.rglob("*")):
            path = file.relative_to(self._folder).as_posix().removesuffix(".json")
            if file.is_file() and (path in self._to_drop or file.suffix == ".tmp" or self._is_over(path)):
                file.unlink(missing_ok=True)

    def _is_over(self, path: str) -> bool:
        """Tell whether a post needs no stand-in: its file is good, or gone."""
        row = self._connection.execute(
            """SELECT EXISTS (SELECT 1 FROM posts WHERE path = :path AND stand_in = 0)
                   OR NOT EXISTS (SELECT 1 FROM sources WHERE path = :path)""",
            {"path": path},
        ).fetchone()
        return bool(row[0])

    def _kept(self, path: str) -> bytes | None:
        file = last_good_file(self._folder, path)
        return file.read_bytes() if file.is_file() else None

    def _from_page(self, path: str) -> bytes | None:
        """Make a stand-in from the page that is up, in whichever output it is."""
        last = self._connection.execute(_LAST, (path,)).fetchone()
        if last is None or self._output is None:
            return None
        *row, address = last
        for page in self._pages(self._output, address, row[_DIGEST]):
            _, found, rest = page.decode().partition(BODY_START)
            if found:  # else it is of a theme that shows no bodies
                # Late: only a post that went bad needs to have its links turned round.
                from generator.body.html.attributes import address_from_root

                body = address_from_root(rest.partition(BODY_END)[0], to_root(address))
                self._to_write[path] = _source(row, address, body)
                return self._to_write[path]
        return None

    def _pages(self, own: Path, address: str, source: bytes) -> Iterator[bytes]:
        """Yield a page as it was written from a source: of our own output, then of others of the archive."""
        yield from _page(own, address, outputs.page_digests(self._connection, address, source))
        for file in sorted(self._folder.parent.glob("ledger*.sqlite")):
            with outputs.opened_read_only(file) as connection:
                output = connection and outputs.get_mark(connection, "output")
                if connection and output and Path(output) != own:
                    yield from _page(Path(output), address, outputs.page_digests(connection, address, source))


def _page(output: Path, address: str, digests: list[bytes]) -> Iterator[bytes]:
    """Yield a page if it is there and has a digest that it had when it was written."""
    file = output / address
    data = file.read_bytes() if digests and file.is_file() else b""
    if content_digest(data) in digests:
        yield data


def last_good_file(folder: Path, path: str) -> Path:
    """Return where the stand-in of a post lies."""
    return folder / f"{path}.json"


def _source(row: list[Any], address: str, body: str) -> bytes:
    """Return a stand-in: what the file said, by column, with its address fixed, and its sanitised body."""
    said = dict(zip(POST_COLUMNS, row, strict=True))
    said |= {"digest": None, "permalink": address, "stand_in": 1}
    return json.dumps({"post": said, "body": body}, ensure_ascii=False, indent=1).encode()


def _row(data: bytes) -> PostRow | None:
    """Return the row of a stand-in; None if it is of a version of the program that said other things."""
    kept = json.loads(data)
    said, _ = kept["post"], kept["body"] + ""
    if set(said) != set(POST_COLUMNS):
        return None
    said["digest"] = content_digest(data)
    return tuple(said[column] for column in POST_COLUMNS)
