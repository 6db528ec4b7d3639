"""Answer searches in a preview: from its index, with drafts, newest posts first.

No list of terms is kept. The text of each post is taken from its page, in
portions that a reader hardly waits for, and kept in a database, so that the next
search has it. The module search.js asks again where a portion ended.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.search import matching
from generator.search.manifest import VERSION
from generator.search.page_text import page_text

#: Where the module asks, from the root of the site.
QUERY = "search/query"
#: The part of the module that asks here, and where it is, beside the module.
SCRIPT = "search/server.js"
SCRIPT_FILE = Path(__file__).with_name("static") / "server.js"
#: Seconds that one answer may take, if it has a post to look at; others wait meanwhile.
_PORTION = 0.25
_LIMIT = 10
#: Posts that are asked for at once.
_BATCH = 500
_TABLE = "CREATE TABLE IF NOT EXISTS texts (address TEXT PRIMARY KEY, digest BLOB, text TEXT) WITHOUT ROWID"
_POSTS = """
    SELECT address, url, title, substr(date, 1, 10) AS day, digest, terms FROM posts
    WHERE live = 1 AND role = 'post' AND json_extract(details, '$.search') IS NULL
        AND (:since = '' OR date >= :since) AND (:until = '' OR substr(date, 1, 10) <= :until)
    ORDER BY stamp DESC, path DESC LIMIT :limit OFFSET :offset
"""
_CATEGORIES = """SELECT slug, label AS title, posts FROM terms WHERE taxonomy = 'category' AND name != ''
                 ORDER BY letter = '#', letter, sort, label, name"""
_SLUGS = """SELECT c.slug FROM json_each(?) AS t JOIN terms AS c ON c.id = t.value
            WHERE c.taxonomy = 'category' AND c.name != '' ORDER BY t.key"""


class _Post(NamedTuple):
    address: str
    url: str
    title: str
    day: str
    digest: bytes
    terms: str


class PreviewSearch:
    """Answers the module. `page_of` returns the page at an output path, or None; it may raise as it does."""

    def __init__(
        self, connection: sqlite3.Connection, texts: Path, page_of: Callable[[str], bytes | None]
    ) -> None:
        self._connection = connection
        self._texts = sqlite3.connect(texts, isolation_level=None)
        self._texts.execute("PRAGMA synchronous = OFF")
        self._texts.execute(_TABLE)
        self._page_of = page_of

    def close(self) -> None:
        """Close the database of texts."""
        self._texts.close()

    def manifest(self) -> bytes:
        """Return the manifest, which sends the module to this server."""
        rows = self._connection.execute(_CATEGORIES).fetchall()
        categories = [{"slug": slug, "title": title, "posts": posts} for slug, title, posts in rows]
        return _json({"version": VERSION, "mode": "server", "query": QUERY, "categories": categories})

    def answer(self, parameters: Mapping[str, str]) -> bytes:
        """Return the results of a portion of the posts, by the parameters that the module sends."""
        parts = matching.parts_of(parameters.get("q", ""))
        if sum(map(len, parts)) > matching.LONGEST:
            return _json(_page([], problem="long"))
        if not any(map(matching.has_words, parts)):
            return _json(_page([], problem="empty"))
        return _json(self._portion(parts, parameters))

    def _portion(self, parts: list[str], parameters: Mapping[str, str]) -> dict[str, Any]:
        offset = _number(parameters.get("offset", ""))
        wanted = {slug for slug in parameters.get("categories", "").split(",") if slug}
        results: list[dict[str, Any]] = []
        end = time.monotonic() + _PORTION
        posts = self._posts(parameters, offset)
        for seen, post in enumerate(posts, start=offset + 1):
            found = self._result(post, parts, wanted)
            results += [found] if found else []
            if len(results) == _LIMIT or time.monotonic() > end:
                return _page(results, following=seen)
        if len(posts) == _BATCH:
            return _page(results, following=offset + _BATCH)
        is_short = not results and any(map(matching.is_title_only, parts))
        return _page(results, problem="short" if is_short else "")

    def _posts(self, parameters: Mapping[str, str], offset: int) -> list[_Post]:
        # Not one by one: making a page ends the transaction that they are read in.
        until = parameters.get("to", "")
        values = {
            "since": parameters.get("from", ""),
            "until": until and f"{until}~",
            "offset": offset,
            "limit": _BATCH,
        }
        return list(map(_Post._make, self._connection.execute(_POSTS, values)))

    def _result(self, post: _Post, parts: list[str], wanted: set[str]) -> dict[str, Any] | None:
        slugs = [slug for (slug,) in self._connection.execute(_SLUGS, (post.terms,))]
        if wanted and not wanted.intersection(slugs):
            return None
        title = matching.folded(post.title)
        blocks = [matching.folded(block) for block in self._blocks(post)]
        missing = [part for part in parts if not matching.hits(title.folded, part)]
        if any(matching.is_title_only(part) for part in missing):
            return None
        if not all(any(matching.hits(block.folded, part) for block in blocks) for part in missing):
            return None
        shown = matching.snippet(blocks, parts)
        return {
            "url": post.url,
            "title": post.title,
            "titleMarks": matching.in_utf16(title.text, matching.marked(title, parts)),
            "date": post.day,
            "category": slugs[0] if slugs else "",
            "snippet": shown.text,
            "marks": shown.marks,
        }

    def _blocks(self, post: _Post) -> list[str]:
        """Return the text of a post, from the database if its source is as it was."""
        query = "SELECT text FROM texts WHERE address = ? AND digest = ?"
        row = self._texts.execute(query, (post.address, post.digest)).fetchone()
        if row:
            return str(row[0]).split("\n") if row[0] else []
        page = self._page_of(post.address)
        if page is None:
            return []
        blocks = page_text(page.decode())
        self._texts.execute(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", (post.address, post.digest, "\n".join(blocks))
        )
        return blocks


def _page(
    results: list[dict[str, Any]], *, following: int | None = None, problem: str = ""
) -> dict[str, Any]:
    """Return a page as the module takes it; `following` is the offset of the next one."""
    page = {
        "results": results,
        "estimate": len(results),
        "exact": following is None,
        "complete": following is None,
        "done": following is None,
        "next": following,
    }
    return {**page, "problem": problem} if problem else page


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
