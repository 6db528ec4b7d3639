"""Takes what was read into the index, and keeps what stood there before for the rest of the build."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from generator.content.read_job import POST_COLUMNS, Outcome, PostRow
from generator.core.model import Problem

_COLUMNS = ", ".join(POST_COLUMNS)
_SELECT = f"SELECT {_COLUMNS} FROM posts WHERE path IN (SELECT value FROM json_each(?))"
_UPSERT = (
    f"INSERT INTO posts ({_COLUMNS}) VALUES ({', '.join('?' * len(POST_COLUMNS))}) "
    "ON CONFLICT (path) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in POST_COLUMNS[1:])
)
_IN = "(SELECT value FROM json_each(?))"


def store(connection: sqlite3.Connection, rows: Sequence[PostRow]) -> int:
    """Insert or update posts and mark them as changed; rows that say nothing new are passed over.

    Returns the number of rows that did say something new.
    """
    paths = json.dumps([row[0] for row in rows])
    known = {row[0]: row for row in connection.execute(_SELECT, (paths,))}
    fresh = [row for row in rows if known.get(row[0]) != row]
    if fresh:
        paths = json.dumps([row[0] for row in fresh])
        snapshot(connection, paths)
        connection.executemany(_UPSERT, fresh)
        connection.execute(
            f"INSERT OR IGNORE INTO changed SELECT id FROM posts WHERE path IN {_IN}", (paths,)
        )
    return len(fresh)


def snapshot(connection: sqlite3.Connection, paths: str) -> None:
    """Keep posts, named by a JSON array of paths, as they are now in the table `before`."""
    connection.execute(f"INSERT OR IGNORE INTO before SELECT * FROM posts WHERE path IN {_IN}", (paths,))


def remove(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Remove posts, and forget what was wrong with them."""
    names = json.dumps(list(paths))
    snapshot(connection, names)
    connection.execute(
        f"DELETE FROM changed WHERE id IN (SELECT id FROM posts WHERE path IN {_IN})", (names,)
    )
    connection.execute(f"DELETE FROM posts WHERE path IN {_IN}", (names,))


def store_problems(connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
    """Replace what is known to be wrong with each file by what its last reading found."""
    forget_problems(connection, [outcome.path for outcome in outcomes])
    connection.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (outcome.path, number, *problem[1:])
            for outcome in outcomes
            for number, problem in enumerate(outcome.problems)
        ),
    )


def forget_problems(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Forget what was wrong with some files."""
    connection.execute(f"DELETE FROM problems WHERE path IN {_IN}", (json.dumps(list(paths)),))


def problems(connection: sqlite3.Connection, path: str | None = None) -> list[Problem]:
    """Return what is wrong with the files of the archive, in the order of their paths, or with one."""
    rows = connection.execute(
        f"""SELECT path, line, column, code, message, hint, severity FROM problems
            {"" if path is None else "WHERE path = ?"} ORDER BY path, number""",
        () if path is None else (path,),
    )
    return [Problem(*row) for row in rows]


def touch_due(connection: sqlite3.Connection, now: int, *, drafts: bool, future: bool) -> None:
    """Mark as changed the posts that came due or expired since, though their files are as they were.

    `now` is in microseconds since the epoch. Also those that --drafts and
    --future let in or keep out. Indexes make it cost what they are, not what all are.
    """
    rows = connection.execute(
        """SELECT path FROM
              (SELECT id, path FROM posts WHERE live = 0 AND taken = 0 AND (draft = 0 OR :drafts)
                 AND (stamp <= :now OR :future) AND (expires IS NULL OR expires > :now)
               UNION ALL SELECT id, path FROM posts
                 WHERE live = 1 AND role = 'post' AND stamp > :now AND NOT :future
               UNION ALL SELECT id, path FROM posts WHERE live = 1 AND expires IS NOT NULL AND expires <= :now
               UNION ALL SELECT id, path FROM posts WHERE live = 1 AND draft = 1 AND NOT :drafts
               UNION ALL SELECT id, path FROM posts WHERE taken != 0 AND taken = 1
                 AND (expires <= :now OR draft = 1 AND NOT :drafts
                      OR role = 'post' AND stamp > :now AND NOT :future))
           WHERE id NOT IN (SELECT id FROM changed)""",
        {"now": now, "drafts": drafts, "future": future},
    ).fetchall()
    touch(connection, [row[0] for row in rows])


def touch(connection: sqlite3.Connection, paths: Sequence[str]) -> None:
    """Mark posts as changed though their files are as they were."""
    names = json.dumps(list(paths))
    snapshot(connection, names)
    connection.execute(f"INSERT OR IGNORE INTO changed SELECT id FROM posts WHERE path IN {_IN}", (names,))


def touch_taken(connection: sqlite3.Connection) -> None:
    """Mark as changed the posts whose address was taken: their rival may have gone."""
    touch(connection, [row[0] for row in connection.execute("SELECT path FROM posts WHERE taken != 0")])


def touch_all(connection: sqlite3.Connection) -> None:
    """Mark every post as changed: the rules of addresses have changed."""
    connection.execute("INSERT OR IGNORE INTO before SELECT * FROM posts")
    connection.execute("INSERT OR IGNORE INTO changed SELECT id FROM posts")
