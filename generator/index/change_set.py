"""Record which posts, files and terms of the index have changed since the last update.

The change set lies in temporary tables of the connection. Only this module writes them; other modules read
them by SQL, so that the cost of all that follows is that of the change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

_TABLES = {
    # Posts and pages, all columns of `posts`, as they were before their first change. A new post may be
    # missing; if it is here, its address is ''.
    "before": "CREATE TEMP TABLE IF NOT EXISTS before AS SELECT * FROM posts WHERE 0",
    # Posts and pages of `posts` that are new or changed. Deleted ones are in `before` alone.
    "changed": "CREATE TEMP TABLE IF NOT EXISTS changed (id INTEGER PRIMARY KEY)",
    # Output paths, as keys of `claims`, whose owner has to be decided again.
    "contested": "CREATE TEMP TABLE IF NOT EXISTS contested (key TEXT PRIMARY KEY) WITHOUT ROWID",
    # Files beside posts and static files that are new, changed, deleted or have a different status.
    "changed_files": "CREATE TEMP TABLE IF NOT EXISTS changed_files (path TEXT PRIMARY KEY) WITHOUT ROWID",
    # Pictures of other hosts of which the registry says something new, or that the store has or lacks now;
    # and pictures among the files that are new, changed or gone, by their paths. One that had other bytes
    # before is here twice.
    "changed_pictures": """CREATE TEMP TABLE IF NOT EXISTS changed_pictures (
        address TEXT, hash TEXT, PRIMARY KEY (address, hash)) WITHOUT ROWID""",
    # Terms whose list changed: the difference in its number of posts, and the earliest stamp of a change
    # (microseconds since the epoch).
    "moved_terms": """CREATE TEMP TABLE IF NOT EXISTS moved_terms (
        id INTEGER PRIMARY KEY, delta INTEGER NOT NULL, stamp INTEGER NOT NULL)""",
    # Terms without posts, which are no longer in `terms`; or that got a new id.
    "gone_terms": """CREATE TEMP TABLE IF NOT EXISTS gone_terms (
        taxonomy TEXT, name TEXT, stem TEXT, PRIMARY KEY (taxonomy, name)) WITHOUT ROWID""",
    # Terms whose label changed.
    "relabelled": "CREATE TEMP TABLE IF NOT EXISTS relabelled (id INTEGER PRIMARY KEY)",
}
#: SQL: the links of changed posts and pages, as they were and as they are (JSON arrays, see `posts`).
CHANGED_LINKS = """(SELECT links FROM before UNION ALL
             SELECT posts.links FROM changed CROSS JOIN posts ON posts.id = changed.id) AS found"""
_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS temp.before_id ON before (id)"
_PATHS = "(SELECT value FROM json_each(?))"


class ChangeSet:
    """The change set of a connection to an index; all objects for one connection share its tables.

    Methods with the parameter `select` take SQL, so that a change of a million rows stays in the database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for statement in (*_TABLES.values(), _INDEX):  # Not as a script, which would commit.
            connection.execute(statement)

    def clear(self) -> None:
        """Forget all changes, so that the next update starts from the index as it is."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM temp.{table}")

    def is_empty(self) -> bool:
        """Tell whether no post, file or picture has changed."""
        row = self._connection.execute(
            """SELECT EXISTS (SELECT 1 FROM changed) OR EXISTS (SELECT 1 FROM before)
                   OR EXISTS (SELECT 1 FROM changed_files) OR EXISTS (SELECT 1 FROM changed_pictures)"""
        ).fetchone()
        return not row[0]

    def has_files(self) -> bool:
        """Tell whether a file beside posts or a static file has changed."""
        return self._connection.execute("SELECT 1 FROM changed_files LIMIT 1").fetchone() is not None

    def copy_posts(self, paths: Iterable[str]) -> None:
        """Keep a copy of posts before they are written. Paths that are not in the index yet are ignored."""
        self._connection.execute(
            f"INSERT OR IGNORE INTO before SELECT * FROM posts WHERE path IN {_PATHS}", (_array(paths),)
        )

    def mark_posts(self, paths: Iterable[str]) -> None:
        """Mark posts as new or changed after they were written; `copy_posts` comes first."""
        self._connection.execute(
            f"INSERT OR IGNORE INTO changed SELECT id FROM posts WHERE path IN {_PATHS}", (_array(paths),)
        )

    def remove_posts(self, paths: Iterable[str]) -> None:
        """Keep a copy of posts before they are deleted."""
        names = list(paths)
        self.copy_posts(names)
        self._connection.execute(
            f"DELETE FROM changed WHERE id IN (SELECT id FROM posts WHERE path IN {_PATHS})", (_array(names),)
        )

    def add_posts(self, select: str, parameters: Mapping[str, object] | None = None) -> None:
        """Copy and mark posts whose files are as they were; `select` yields their ids."""
        values = parameters or {}
        # A new post has nothing to copy.
        self._connection.execute(
            f"""INSERT OR IGNORE INTO before SELECT * FROM posts
                WHERE id IN ({select}) AND id NOT IN (SELECT id FROM changed)""",
            values,
        )
        self._connection.execute(f"INSERT OR IGNORE INTO changed {select}", values)

    def add_files(self, paths: Iterable[str]) -> None:
        """Add files that are new, changed or deleted."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO changed_files VALUES (?)", ((path,) for path in paths)
        )

    def add_selected_files(self, select: str) -> None:
        """Add files whose status changed; `select` yields their paths."""
        self._connection.execute(f"INSERT OR IGNORE INTO changed_files {select}")

    def add_pictures(self, select: str) -> None:
        """Add pictures; `select` yields address (or path) and hash of what they were and are."""
        self._connection.execute(f"INSERT OR IGNORE INTO changed_pictures {select}")

    def add_file_pictures(self, paths: Iterable[str]) -> None:
        """Add pictures among the files, before they are written, and after it."""
        self._connection.execute(
            f"""INSERT OR IGNORE INTO changed_pictures
                SELECT path, hash FROM file_pictures WHERE path IN {_PATHS}""",
            (_array(paths),),
        )

    def add_contested(self, select: str) -> None:
        """Add output paths whose owner has to be decided again; `select` yields their keys."""
        self._connection.execute(f"INSERT OR IGNORE INTO contested {select}")

    def add_moved_terms(self) -> None:
        """Work out, from the posts that changed, which lists of terms changed, and from where on.

        The posts have their new terms already, and the terms their old numbers of posts.
        """
        for sign, table, condition in (
            (-1, "before", "live = 1"),
            (1, "posts", "live = 1 AND posts.id IN (SELECT id FROM changed)"),
        ):
            self._connection.execute(
                f"""INSERT INTO moved_terms
                    SELECT value, {sign} * count(*), min(stamp) FROM {table}, json_each({table}.terms)
                    WHERE {condition} GROUP BY value
                    ON CONFLICT (id) DO UPDATE SET
                        delta = delta + excluded.delta, stamp = min(stamp, excluded.stamp)"""
            )

    def add_gone_terms(self) -> None:
        """Add the terms that have no posts, before they are deleted."""
        self._connection.execute(
            "INSERT OR IGNORE INTO gone_terms SELECT taxonomy, name, stem FROM terms WHERE posts = 0"
        )

    def add_relabelled(self, term: int) -> None:
        """Add a term whose label changed, by its id."""
        self._connection.execute("INSERT OR IGNORE INTO relabelled VALUES (?)", (term,))

    def add_everything(self) -> None:
        """Add all posts and files; all terms are about to be deleted, and made anew."""
        self._connection.execute("INSERT OR IGNORE INTO before SELECT * FROM posts")
        self._connection.execute("INSERT OR IGNORE INTO changed SELECT id FROM posts")
        self._connection.execute("UPDATE before SET terms = '[]'")
        self._connection.execute("INSERT OR IGNORE INTO gone_terms SELECT taxonomy, name, stem FROM terms")
        self._connection.execute("INSERT OR IGNORE INTO changed_files SELECT path FROM files")


def _array(paths: Iterable[str]) -> str:
    return json.dumps(list(paths))
