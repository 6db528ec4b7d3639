"""When a post goes bad, its last good page stays up.

Nobody keeps copies of a million posts for that. What a bad post said is still
in the index, and its body stands on its page between two marks; from these a
source is written to `.backfile/last-good/`, which from then on is input: a
clean build uses it too. It goes when the post comes good, or goes.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

from generator.body.marks import BODY_END, BODY_START
from generator.content.reading import PostRow, parse, post_row
from generator.content.rules import Reading
from generator.digests import content_digest
from generator.index.ledger import page_digest
from generator.urls import to_root

_LAST = """SELECT title, date, slug, address, categories, tags, aliases, draft, expires, summary, details
           FROM posts WHERE path = ? AND live = 1 AND stand_in = 0"""


class StandIns:
    """Finds stand-ins for bad posts; nothing is written or removed before `flush`."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, output: Path, reading: Reading) -> None:
        self._connection = connection
        self._folder = folder
        self._output = output
        self._reading = reading
        self._to_write: dict[str, bytes] = {}
        self._to_drop: list[str] = []

    def row(self, path: str, role: str) -> PostRow | None:
        """Return the row of what stands in for a bad post, or None where nothing can."""
        data = self._from_page(path) or self._kept(path)
        post = parse(path, role, data, self._reading).post if data else None
        return post_row(post, role, content_digest(data or b""), stand_in=True) if post else None

    def drop(self, path: str) -> None:
        """Forget the stand-in of a post that came good, or that is gone."""
        self._to_drop.append(path)

    def prepare(self) -> None:
        """Write the stand-ins that are new; a build that is broken off afterwards finds them again."""
        for path, data in self._to_write.items():
            file = self._folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.with_name(f".{file.name}.tmp")
            temporary.write_bytes(data)
            temporary.replace(file)

    def finish(self) -> None:
        """Remove those that are no longer needed."""
        if self._folder.is_dir():
            for path in self._to_drop:
                (self._folder / path).unlink(missing_ok=True)

    def _kept(self, path: str) -> bytes | None:
        file = self._folder / path
        return file.read_bytes() if file.is_file() else None

    def _from_page(self, path: str) -> bytes | None:
        """Make a source from the page that is up, if it is the one that was written."""
        last = self._connection.execute(_LAST, (path,)).fetchone()
        if last is None:
            return None
        address = last[3]
        page = self._output / address
        data = page.read_bytes() if page.is_file() else b""
        if content_digest(data) != page_digest(self._connection, address):
            return None
        _, found, rest = data.decode().partition(BODY_START)
        if not found:
            return None  # a theme that does not show bodies
        self._to_write[path] = source(last, from_root(rest.partition(BODY_END)[0], to_root(address)))
        return self._to_write[path]


_LINKS = re.compile(r'\b(href|src|srcset|poster|cite)="([^"]*)"')


def from_root(body: str, root: str) -> str:
    """Return a sanitised body with its links leading from the site's root, instead of from its page."""
    start = re.compile(rf"(^|,\s*){re.escape(root)}")
    return _LINKS.sub(lambda link: f'{link[1]}="{start.sub(lambda found: found[1] + "/", link[2])}"', body)


def source(row: tuple[Any, ...], body: str) -> bytes:
    """Return a post's source from its row in the index and its sanitised body."""
    title, date, slug, address, categories, tags, aliases, draft, expires, summary, details = row
    known = json.loads(details)
    known.pop("engine", None)
    fields = {
        "title": title,
        "date": date,
        "slug": slug,
        "permalink": f"/{address}",
        "categories": json.loads(categories),
        "tags": json.loads(tags),
        "aliases": [f"/{alias}" for alias in json.loads(aliases)],
        "draft": bool(draft),
        "expires": dt.datetime.fromtimestamp(expires / 1e6, dt.UTC).isoformat() if expires else None,
        "summary": summary,
        **known,
        "markdown": "html",
    }
    # JSON is YAML, and needs no care for quotes.
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if value not in (None, [], "")
    ]
    return ("---\n" + "\n".join(lines) + f"\n---\n{body}").encode()
