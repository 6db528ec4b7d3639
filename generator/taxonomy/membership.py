"""Keep the lists of terms, and what is counted and linked by posts, up to date with the change set."""

from __future__ import annotations

import sqlite3

from generator.index.change_set import ChangeSet
from generator.index.posts import UPDATED


def update(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Bring the lists of all terms, their counts, links and months up to date with the changed posts.

    Adds to the change set the terms whose list changed, and those that have no posts left.
    """
    changes.add_moved_terms()
    for table, sign in (("before", -1), ("posts", 1)):
        _count_pairs(connection, table, sign)
    _replace_rows(connection)
    _replace_links(connection)
    connection.execute(
        """UPDATE terms SET posts = terms.posts + moved_terms.delta
           FROM moved_terms WHERE moved_terms.id = terms.id"""
    )
    _renew_months(connection)
    changes.add_gone_terms()
    _delete_empty(connection)


def clear(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Delete all terms and lists, and add all posts to the change set, so that `update` makes them anew."""
    changes.add_everything()
    for statement in _CLEAR:
        connection.execute(statement)


_CLEAR = (
    "DELETE FROM post_terms",
    "DELETE FROM pages",
    "DELETE FROM pairs",
    "DELETE FROM terms",
    "DELETE FROM months",
    "DELETE FROM claims",
    "DELETE FROM links",
)


def _changed_posts(table: str) -> str:
    """Return the condition that selects the changed posts of a table, as they were or as they are."""
    return "live = 1" if table == "before" else "live = 1 AND posts.id IN (SELECT id FROM changed)"


def _count_pairs(connection: sqlite3.Connection, table: str, sign: int) -> None:
    """Add posts to the numbers of posts that a category and a tag share, or with sign -1 subtract them."""
    connection.execute(
        f"""INSERT INTO pairs
            SELECT c.value, t.value, {sign} * count(*)
            FROM {table}, json_each({table}.terms) AS c, json_each({table}.terms) AS t
            WHERE {_changed_posts(table)}
              AND c.value IN (SELECT id FROM terms WHERE taxonomy = 'category' AND name != '')
              AND t.value IN (SELECT id FROM terms WHERE taxonomy = 'tag')
            GROUP BY c.value, t.value
            ON CONFLICT (category_id, tag_id) DO UPDATE SET posts = posts + excluded.posts"""
    )


def _replace_rows(connection: sqlite3.Connection) -> None:
    connection.execute(
        """DELETE FROM post_terms WHERE (term_id, stamp, path) IN
           (SELECT value, stamp, before.path FROM before, json_each(before.terms) WHERE live = 1)"""
    )
    connection.execute(
        """INSERT INTO post_terms
           SELECT value, stamp, posts.path, posts.id FROM posts, json_each(posts.terms)
           WHERE live = 1 AND posts.id IN (SELECT id FROM changed)
           ORDER BY value, stamp, posts.path"""
    )


def _replace_links(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM links WHERE post_id IN (SELECT id FROM before)")
    connection.execute(
        """INSERT OR IGNORE INTO links SELECT value, posts.id FROM posts, json_each(posts.links)
           WHERE live = 1 AND posts.id IN (SELECT id FROM changed)"""
    )


def _renew_months(connection: sqlite3.Connection) -> None:
    """Count again the months in which a day's list changed."""
    moved = connection.execute(
        """SELECT DISTINCT substr(name, 1, 7) FROM moved_terms JOIN terms USING (id) WHERE taxonomy = 'day'"""
    ).fetchall()
    for (month,) in moved:
        updated = _updated(connection, month)
        connection.execute("DELETE FROM months WHERE month = ?", (month,))
        if updated:
            connection.execute(_COUNT_MONTH, {"month": month, "updated": updated})


_DAYS = "days.taxonomy = 'day' AND days.name > :month AND days.name < :month || '~'"
_COUNT_MONTH = f"INSERT INTO months SELECT :month, sum(posts), :updated FROM terms AS days WHERE {_DAYS}"
_LATEST = f"""
    SELECT max({UPDATED.format("posts")}) FROM terms AS days CROSS JOIN post_terms ON term_id = days.id
    CROSS JOIN posts ON posts.id = post_id WHERE {_DAYS}
"""
#: When the posts of a month were last changed: as it is known; those that left or changed; those that came.
_KNOWN = f"""
    SELECT updated,
        (SELECT max({UPDATED.format("before")}) FROM before WHERE live = 1 AND substr(date, 1, 7) = :month),
        (SELECT max({UPDATED.format("posts")}) FROM changed CROSS JOIN posts USING (id)
         WHERE live = 1 AND substr(date, 1, 7) = :month)
    FROM months WHERE month = :month
"""


def _updated(connection: sqlite3.Connection, month: str) -> str | None:
    """Return the latest date of a post of a month, or of its correction; None if no post is left.

    All posts are read only if the one with the latest date changed.
    """
    known, lost, came = connection.execute(_KNOWN, {"month": month}).fetchone() or ("", None, None)
    if known and (lost is None or lost < known):
        return max(known, came or "")
    found: str | None = connection.execute(_LATEST, {"month": month}).fetchone()[0]
    return found


def _delete_empty(connection: sqlite3.Connection) -> None:
    # An id of a term is given again, and a new term must not get the pages of a deleted one.
    connection.execute("DELETE FROM pages WHERE term_id IN (SELECT id FROM terms WHERE posts = 0)")
    connection.execute("DELETE FROM pairs WHERE posts = 0")
    connection.execute("DELETE FROM terms WHERE posts = 0")
