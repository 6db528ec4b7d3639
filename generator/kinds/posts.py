"""Tasks for posts, static pages, redirects and files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.plan.task import Task

_NEIGHBOUR = """(SELECT post_id FROM post_terms AS t
    WHERE t.term_id = p.section AND (t.stamp, t.path) {than} (p.stamp, p.path)
    ORDER BY t.stamp {order}, t.path {order} LIMIT 1)"""
#: Where the links of a body to other posts lead, as a JSON object of sources and URLs.
LINKED = """CASE p.links WHEN '[]' THEN '{}' ELSE (
        SELECT json_group_object(q.path, q.url) FROM json_each(p.links) AS l
        CROSS JOIN posts AS q WHERE q.path = l.value AND q.live = 1) END"""
_SOURCE = f"""p.address, p.path, s.size, s.mtime_ns,
    p.digest, p.url, p.title, p.summary, p.details, hex(p.digest), p.stand_in, {LINKED}"""
_POSTS = f"""
    SELECT {_SOURCE}, p.date, p.draft,
        (SELECT json_group_array(json_array(t.taxonomy, t.label, t.slug)) FROM json_each(p.terms) AS j
         CROSS JOIN terms AS t WHERE t.id = j.value AND t.taxonomy != 'day' AND t.name != ''),
        older.title, older.url, newer.title, newer.url
    FROM touched JOIN posts AS p ON p.path = touched.key JOIN sources AS s ON s.path = p.path
    LEFT JOIN posts AS older ON older.id = {_NEIGHBOUR.format(than="<", order="DESC")}
    LEFT JOIN posts AS newer ON newer.id = {_NEIGHBOUR.format(than=">", order="")}
    WHERE touched.kind = 'post' AND p.live = 1 AND p.role = 'post'
"""
_PAGES = f"""
    SELECT {_SOURCE}
    FROM touched JOIN posts AS p ON p.path = touched.key JOIN sources AS s ON s.path = p.path
    WHERE touched.kind = 'page' AND p.live = 1 AND p.role = 'page'
"""
_ALIASES = """
    SELECT aliases.address, aliases.key, posts.url, posts.title
    FROM touched JOIN aliases ON aliases.key = touched.key JOIN posts ON posts.id = aliases.post_id
    WHERE touched.kind = 'alias' AND aliases.lost = 0
"""
_FILES = """
    SELECT files.address, files.path, hex(sources.digest), sources.size, sources.mtime_ns
    FROM touched JOIN files ON files.path = touched.key JOIN sources ON sources.path = files.path
    WHERE touched.kind = 'file' AND files.taken = 0
"""


def post_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each touched post. Payload: path, then the columns of the query from `url` on."""
    return _sources(connection, _POSTS, "post")


def page_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each touched static page; its payload is the beginning of a post's."""
    return _sources(connection, _PAGES, "page")


def _sources(connection: sqlite3.Connection, query: str, kind: str) -> Iterator[Task]:
    for address, path, size, mtime_ns, digest, *rest in connection.execute(query):
        yield Task(address, kind, path, kind, (path, *rest), (size, mtime_ns), digest)


def alias_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each redirect. Payload: url and title of the post it leads to."""
    for address, key, url, title in connection.execute(_ALIASES):
        yield Task(address, "alias", key, "redirect", (url, title))


def file_tasks(connection: sqlite3.Connection) -> Iterator[Task]:
    """Yield a task for each file that goes along. Payload: its path and the digest of its bytes."""
    for address, path, digest, size, mtime_ns in connection.execute(_FILES):
        yield Task(address, "file", path, "file", (path, digest), (size, mtime_ns))
