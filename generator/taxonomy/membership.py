"""Keeps up, from what changed, which live post stands under which term, and how many do."""

from __future__ import annotations

import sqlite3


def update(connection: sqlite3.Connection) -> None:
    """Bring the lists of all terms, their counts and their links up to date with the changed posts.

    Fills `moved_terms` with every term whose list changed and the earliest
    place in it that did, and `gone_terms` with those that have no post left.
    """
    for table, sign in (("before", -1), ("posts", 1)):
        _move_terms(connection, table, sign)
        _move_pairs(connection, table, sign)
    _replace_rows(connection)
    _replace_links(connection)
    connection.execute(
        """UPDATE terms SET posts = terms.posts + moved_terms.delta
           FROM moved_terms WHERE moved_terms.id = terms.id"""
    )
    _renew_months(connection)
    _drop_empty(connection)


def clear(connection: sqlite3.Connection) -> None:
    """Empty all lists, when every post is placed anew."""
    connection.execute("INSERT OR IGNORE INTO gone_terms SELECT taxonomy, name FROM terms")
    for table in ("post_terms", "pages", "pairs", "terms", "months", "claims", "links"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("UPDATE before SET terms = '[]'")
    connection.execute("INSERT OR IGNORE INTO changed_files SELECT path FROM files")


def _of(table: str) -> str:
    """Return the condition that picks the changed posts of a table, as they were or as they are."""
    return "live = 1" if table == "before" else "live = 1 AND posts.id IN (SELECT id FROM changed)"


def _move_terms(connection: sqlite3.Connection, table: str, sign: int) -> None:
    """Add posts to (or take them from) the balance of their terms."""
    connection.execute(
        f"""INSERT INTO moved_terms
            SELECT value, {sign} * count(*), min(stamp) FROM {table}, json_each({table}.terms)
            WHERE {_of(table)} GROUP BY value
            ON CONFLICT (id) DO UPDATE SET
                delta = delta + excluded.delta, stamp = min(stamp, excluded.stamp)"""
    )


def _move_pairs(connection: sqlite3.Connection, table: str, sign: int) -> None:
    connection.execute(
        f"""INSERT INTO pairs
            SELECT c.value, t.value, {sign} * count(*)
            FROM {table}, json_each({table}.terms) AS c, json_each({table}.terms) AS t
            WHERE {_of(table)}
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
    connection.execute(
        """DELETE FROM months WHERE month IN
           (SELECT substr(name, 1, 7) FROM moved_terms JOIN terms USING (id) WHERE taxonomy = 'day')"""
    )
    connection.execute(
        """INSERT INTO months
           SELECT substr(days.name, 1, 7), count(*), max(coalesce(json_extract(details, '$.updated'), date))
           FROM terms AS days JOIN post_terms ON term_id = days.id JOIN posts ON posts.id = post_id
           WHERE days.taxonomy = 'day' AND substr(days.name, 1, 7) IN
               (SELECT substr(name, 1, 7) FROM moved_terms JOIN terms USING (id) WHERE taxonomy = 'day')
           GROUP BY 1"""
    )


def _drop_empty(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR IGNORE INTO gone_terms SELECT taxonomy, name FROM terms WHERE posts = 0")
    # Numbers of terms are given again; the pages of one that is gone must not be taken for the next one's.
    connection.execute("DELETE FROM pages WHERE term_id IN (SELECT id FROM terms WHERE posts = 0)")
    connection.execute("DELETE FROM pairs WHERE posts = 0")
    connection.execute("DELETE FROM terms WHERE posts = 0")
