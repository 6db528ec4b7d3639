"""Write posts and problems to the index, and add the posts that differ to the change set."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from generator.content.outcome import POST_COLUMNS, Outcome, PostRow
from generator.core.model import Problem
from generator.index.change_set import ChangeSet

_COLUMNS = ", ".join(POST_COLUMNS)
_SELECT = f"SELECT {_COLUMNS} FROM posts WHERE path IN (SELECT value FROM json_each(?))"
_UPSERT = (
    f"INSERT INTO posts ({_COLUMNS}) VALUES ({', '.join('?' * len(POST_COLUMNS))}) "
    "ON CONFLICT (path) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in POST_COLUMNS[1:])
)
_IN = "(SELECT value FROM json_each(?))"
#: SQL: when a post of a table was last changed.
UPDATED = "coalesce(json_extract({0}.details, '$.updated'), {0}.date)"


def save(connection: sqlite3.Connection, changes: ChangeSet, rows: Sequence[PostRow]) -> None:
    """Insert or update the rows that differ from those in the index, and add them to the change set."""
    paths = json.dumps([row[0] for row in rows])
    known = {row[0]: row for row in connection.execute(_SELECT, (paths,))}
    fresh = [row for row in rows if known.get(row[0]) != row]
    if fresh:
        names = [str(row[0]) for row in fresh]
        changes.copy_posts(names)
        connection.executemany(_UPSERT, fresh)
        changes.mark_posts(names)


def count_shown(connection: sqlite3.Connection) -> int:
    """Return the number of posts with a page. Each is in the list of its day, and the lists are counted."""
    days = "SELECT coalesce(sum(posts), 0) FROM terms WHERE taxonomy = 'day'"
    return int(connection.execute(days).fetchone()[0])


def delete(connection: sqlite3.Connection, changes: ChangeSet, paths: Sequence[str]) -> None:
    """Delete posts. Their problems stay: they may be why a post is deleted."""
    changes.remove_posts(paths)
    connection.execute(f"DELETE FROM posts WHERE path IN {_IN}", (json.dumps(list(paths)),))


def save_problems(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
    """Replace the problems of files by those that were found when the files were read last."""
    delete_problems(connection, [outcome.path for outcome in outcomes])
    connection.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (outcome.path, number, *problem[1:])
            for outcome in outcomes
            for number, problem in enumerate(outcome.problems)
        ),
    )


def delete_problems(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Delete the problems of files."""
    connection.execute(f"DELETE FROM problems WHERE path IN {_IN}", (json.dumps(list(paths)),))


def problems(connection: sqlite3.Connection, path: str | None = None) -> list[Problem]:
    """Return the problems of all files, in the order of their paths, or of one file."""
    rows = connection.execute(
        f"""SELECT path, line, column, code, message, hint, severity FROM problems
            {"" if path is None else "WHERE path = ?"} ORDER BY path, number""",
        () if path is None else (path,),
    )
    return [Problem(*row) for row in rows]


def add_due(changes: ChangeSet, now: int, *, drafts: bool, future: bool) -> None:
    """Add to the change set the posts that came due or expired, though their files are as they were.

    `now` is in microseconds since the epoch. Posts that --drafts and --future
    show or hide are added too. The cost is in proportion to their number and
    that of unpublished posts, not to all posts, because each part has an index.
    """
    changes.add_posts(_DUE, {"now": now, "drafts": drafts, "future": future})


_DUE = """
    SELECT id FROM posts WHERE live = 0 AND taken = 0 AND (draft = 0 OR :drafts)
        AND (stamp <= :now OR :future) AND (expires IS NULL OR expires > :now)
    UNION ALL SELECT id FROM posts WHERE live = 1 AND role = 'post' AND stamp > :now AND NOT :future
    UNION ALL SELECT id FROM posts WHERE live = 1 AND expires IS NOT NULL AND expires <= :now
    UNION ALL SELECT id FROM posts WHERE live = 1 AND draft = 1 AND NOT :drafts
    UNION ALL SELECT id FROM posts WHERE taken != 0 AND taken IN (1, 3)
        AND (expires <= :now OR draft = 1 AND NOT :drafts OR role = 'post' AND stamp > :now AND NOT :future)
"""


def next_due(connection: sqlite3.Connection, now: int, *, drafts: bool, future: bool) -> int | None:
    """Return when, after `now` (microseconds), the next post comes due or expires; None for none."""
    values = {"now": now, "drafts": drafts, "future": future}
    found: int | None = connection.execute(_NEXT_DUE, values).fetchone()[0]
    return found


_NEXT_DUE = """
    SELECT min(moment) FROM (
        SELECT min(stamp) AS moment FROM posts
            WHERE live = 0 AND stamp > :now AND NOT :future AND (draft = 0 OR :drafts)
        UNION ALL SELECT min(expires) FROM posts
            WHERE expires IS NOT NULL AND expires > :now AND (draft = 0 OR :drafts))
"""


def add_without_address(changes: ChangeSet) -> None:
    """Add to the change set the posts that lost their address: the other source may have gone."""
    changes.add_posts("SELECT id FROM posts WHERE taken != 0")
