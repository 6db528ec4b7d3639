"""Keep the last good page of a post that has become bad.

No copies of all posts are kept for that. The fields of a bad post are still in
the index, and its body is on its page between two markers. Both are written to
`.backfile/last-good/` as its *last good source*, which is input from then on: a
clean build uses it too. It is removed when the post is good again, or deleted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.addresses.links import to_root
from generator.body.markers import BODY_END, BODY_START
from generator.content.outcome import POST_COLUMNS, PostRow
from generator.core.digests import content_digest
from generator.index.packs import place_of
from generator.ledger import outputs
from generator.system.files import replacing

_DIGEST = POST_COLUMNS.index("digest")
_LAST = f"""SELECT {", ".join(POST_COLUMNS)}, address FROM posts
            WHERE path = ? AND live = 1 AND stand_in = 0"""


class LastGood:
    """The last good sources of an archive. Nothing is written before `write`, or removed before `remove`.

    With `output` None, pages are not used, only the last good sources that exist already. `held` reads a
    page of an output that is not on this machine.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        folder: Path,
        output: Path | None,
        held: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._output = output
        self._held = held
        self._to_write: dict[str, bytes] = {}
        self._to_remove: set[str] = set()
        self._damaged: list[str] = []

    def row(self, path: str) -> PostRow | None:
        """Return the row of a bad post's last good source, or None if there is none."""
        data = self._from_page(path) or self._existing(path)
        try:
            return _row(data) if data is not None else None
        except (ValueError, TypeError, KeyError):
            self._damaged.append(str(last_good_file(self._folder, path)))
            return None

    def of_pack(self, month: str) -> Iterator[str]:
        """Yield the posts that have a last good source since the pack of a month was damaged."""
        for file in sorted(self._folder.rglob("*.json")):
            with suppress(OSError, ValueError, TypeError, KeyError):
                if json.loads(file.read_bytes())["pack"] == month:
                    yield file.relative_to(self._folder).as_posix().removesuffix(".json")

    def report_damaged(self, note: Callable[[str], None]) -> None:
        """Call `note` with a sentence for each last good source that is needed and can't be read."""
        for file in self._damaged:
            note(f"{file}: it is damaged, so its post has no page; restore it, or correct the post")

    def discard(self, path: str) -> None:
        """Have the last good source of a post removed: the post is good again, or deleted."""
        self._to_remove.add(path)

    def write(self) -> None:
        """Write the new last good sources, before the index is committed: an interrupted build finds them."""
        for path, data in self._to_write.items():
            with replacing(last_good_file(self._folder, path)) as new:
                new.write_bytes(data)

    def remove(self) -> None:
        """Remove, after the index is committed, what is no longer needed, and leftovers of killed builds."""
        for file in sorted(self._folder.rglob("*")):
            path = file.relative_to(self._folder).as_posix().removesuffix(".json")
            if file.is_file() and (
                path in self._to_remove or file.suffix == ".tmp" or self._is_needless(path)
            ):
                file.unlink(missing_ok=True)

    def _is_needless(self, path: str) -> bool:
        """Tell whether a post is good, or deleted."""
        row = self._connection.execute(
            """SELECT EXISTS (SELECT 1 FROM posts WHERE path = :path AND stand_in = 0)
                   OR NOT EXISTS (SELECT 1 FROM sources WHERE path = :path)""",
            {"path": path},
        ).fetchone()
        return bool(row[0])

    def _existing(self, path: str) -> bytes | None:
        file = last_good_file(self._folder, path)
        return file.read_bytes() if file.is_file() else None

    def _from_page(self, path: str) -> bytes | None:
        """Make a last good source from the post's page, in this output or a different one."""
        last = self._connection.execute(_LAST, (path,)).fetchone()
        if last is None or self._output is None:
            return None
        *row, address = last
        for page in self._pages(self._output, address, row[_DIGEST]):
            _, found, rest = page.decode().partition(BODY_START)
            if found:  # A theme without bodies has no markers.
                # Late: only bad posts need it.
                from generator.body.html.attributes import address_from_root

                body = address_from_root(rest.partition(BODY_END)[0], to_root(address))
                place = place_of(self._connection, path)
                self._to_write[path] = _source(row, address, body, place.month if place else "")
                return self._to_write[path]
        return None

    def _pages(self, own: Path, address: str, source: bytes) -> Iterator[bytes]:
        """Yield the page that shows a source digest, in this output and then in others of the archive."""
        digests = outputs.page_digests(self._connection, address, source)
        yield from _page(own, address, digests)
        if self._held and digests and content_digest(page := self._held(address) or b"") in digests:
            yield page
        for file in sorted(self._folder.parent.glob("ledger*.sqlite")):
            with outputs.opened_read_only(file) as connection:
                output = connection and outputs.get_mark(connection, "output")
                if connection and output and Path(output) != own:
                    yield from _page(Path(output), address, outputs.page_digests(connection, address, source))


def _page(output: Path, address: str, digests: list[bytes]) -> Iterator[bytes]:
    """Yield a page if it has one of the digests that it had when it was written."""
    file = output / address
    data = file.read_bytes() if digests and file.is_file() else b""
    if content_digest(data) in digests:
        yield data


def last_good_file(folder: Path, path: str) -> Path:
    """Return the file of a post's last good source."""
    return folder / f"{path}.json"


def _source(row: list[Any], address: str, body: str, month: str) -> bytes:
    """Return a last good source: a post's columns, with its address as permalink, and its sanitised body.

    `month` is that of its pack: of a damaged pack, its last good sources alone say which posts it had.
    """
    fields = dict(zip(POST_COLUMNS, row, strict=True))
    fields |= {"digest": None, "permalink": address, "stand_in": 1}
    packed = {"pack": month} if month else {}
    return json.dumps({"post": fields, "body": body, **packed}, ensure_ascii=False, indent=1).encode()


def _row(data: bytes) -> PostRow | None:
    """Return the row of a last good source; None if it is of a version with different columns."""
    content = json.loads(data)
    fields, _ = content["post"], content["body"] + ""  # Raises for a body that is no text.
    if set(fields) != set(POST_COLUMNS):
        return None
    fields["digest"] = content_digest(data)
    return tuple(fields[column] for column in POST_COLUMNS)
