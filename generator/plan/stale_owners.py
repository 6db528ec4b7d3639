"""From what changed to whose outputs may be stale: owners, each with its reason.

Reasons are clauses that end a sentence: `It was last written because …`. The
first that is found for an owner stays, so the most certain ones come first.

All of it is set-based SQL over the change set, so that its cost is that of the
change. It may name too many, never too few: fingerprints decide in the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

#: Outputs that show something of the whole archive.
SINGLES = (
    "home", "categories", "tags", "archive", "404", "feed", "opml", "sitemap", "robots", "llms", "manifest",
    "headers",
)  # fmt: skip


def touch_posts(connection: sqlite3.Connection) -> None:
    """Touch the pages of the posts and static pages that changed themselves."""
    _touch(connection, _POSTS)


def touch_related(connection: sqlite3.Connection) -> None:
    """Touch what else the changed posts, files and terms appear on."""
    for statement in _STOOD:
        connection.execute(statement)
    _touch(connection, (select.format(reason=f"'{reason}'") for reason, select in _REASONS))
    connection.executemany(
        "INSERT OR IGNORE INTO touched VALUES ('single', ?, NULL, 'the posts of the archive changed')",
        ((name,) for name in SINGLES),
    )


def _touch(connection: sqlite3.Connection, selects: Iterable[str]) -> None:
    """Touch the owners that selects name. Of several reasons for one of them the first stays."""
    for select in selects:
        connection.execute(
            f"""INSERT INTO touched {select}
                ON CONFLICT (kind, key) DO UPDATE SET
                    start = CASE WHEN start IS NULL OR excluded.start IS NULL THEN NULL
                                 ELSE min(start, excluded.start) END"""
        )


def touch_all(connection: sqlite3.Connection, kind: str, key: str, reason: str) -> None:
    """Touch every owner of one kind, or one of them: what their outputs share has changed."""
    owners = "SELECT ? AS owner" if key else _ALL[kind]
    connection.execute(
        f"""INSERT INTO touched SELECT '{kind}', owner, NULL, ? FROM ({owners}) WHERE true
            ON CONFLICT (kind, key) DO UPDATE SET start = NULL""",
        (reason, key) if key else (reason,),
    )


#: All owners of each kind but the single ones.
_ALL: dict[str, str] = {
    "post": "SELECT path AS owner FROM posts WHERE live = 1 AND role = 'post'",
    "page": "SELECT path AS owner FROM posts WHERE live = 1 AND role = 'page'",
    "alias": "SELECT DISTINCT key AS owner FROM aliases",
    "file": "SELECT path AS owner FROM files",
    "category": "SELECT name AS owner FROM terms WHERE taxonomy = 'category' AND name != ''",
    "tag": "SELECT name AS owner FROM terms WHERE taxonomy = 'tag'",
    "day": "SELECT name AS owner FROM terms WHERE taxonomy = 'day'",
    "feed": "SELECT name AS owner FROM terms WHERE taxonomy = 'category' AND name != ''",
    "feed-archive": "SELECT month AS owner FROM months",
    "month": "SELECT DISTINCT substr(name, 1, 7) AS owner FROM terms WHERE taxonomy = 'day'",
    "year": "SELECT DISTINCT substr(name, 1, 4) AS owner FROM terms WHERE taxonomy = 'day'",
    "sitemap": "SELECT DISTINCT substr(name, 1, 7) AS owner FROM terms WHERE taxonomy = 'day'",
    "asset": "SELECT '' AS owner",
}

#: Selects of posts and static pages that changed themselves, by what became of them.
_POSTS = (
    """SELECT posts.role, posts.path, NULL, CASE
           WHEN before.address = '' THEN 'the ' || posts.role || ' is new'
           WHEN NOT before.live THEN 'it came due, or is a draft no more'
           WHEN before.digest = posts.digest THEN 'its address, category or tags changed, but not its file'
           ELSE 'the ' || posts.role || ' changed' END
       FROM changed CROSS JOIN posts ON posts.id = changed.id JOIN before ON before.id = posts.id
       WHERE posts.live = 1""",
    # A post that was never placed may be in `before` or not.
    """SELECT role, path, NULL, 'the ' || role || ' is new'
       FROM posts WHERE live = 1 AND id IN (SELECT id FROM changed)""",
    "SELECT role, path, NULL, 'it is no longer published' FROM before WHERE live = 1",
)

#: Where changed posts stood and stand in lists.
#: CROSS JOIN keeps SQLite from going through all posts for the few that changed.
_STOOD = tuple(
    f"""INSERT OR IGNORE INTO stood SELECT value, stamp, {table}.path
        FROM {source} CROSS JOIN json_each({table}.terms) WHERE live = 1"""
    for table, source in (
        ("before", "before"),
        ("posts", "changed CROSS JOIN posts ON posts.id = changed.id"),
    )
)

#: The post next to each changed one in its category, as it stands now; in any category others may have it.
_NEXT_TO = """
    SELECT 'post', path, NULL, {{reason}} FROM posts WHERE id IN (
        SELECT (SELECT post_id FROM post_terms AS t
                WHERE t.term_id = moved.term_id AND (t.stamp, t.path) {than} (moved.stamp, moved.path)
                ORDER BY t.stamp {order}, t.path {order} LIMIT 1)
        FROM stood AS moved CROSS JOIN terms ON terms.id = moved.term_id WHERE terms.taxonomy = 'category')
"""
_OF_MOVED = "FROM moved_terms JOIN terms USING (id) WHERE terms.taxonomy"
_OF_RELABELLED = "FROM relabelled CROSS JOIN post_terms ON post_terms.term_id = relabelled.id"
#: Days that have come or gone: their neighbours lead past them, or to them.
_NEW_DAYS = f"""SELECT name {_OF_MOVED} = 'day' AND terms.posts = moved_terms.delta
                UNION ALL SELECT name FROM gone_terms WHERE taxonomy = 'day'"""


def _beside(kind: str, length: int, day: str) -> str:
    """Return the select of days (or months, years) next to those that have come or gone."""
    return f"""SELECT '{kind}', substr(name, 1, {length}), NULL, {{reason}} FROM terms WHERE id IN (
        SELECT (SELECT id FROM terms AS t WHERE t.taxonomy = 'day' AND {day}) FROM ({_NEW_DAYS}) AS new)"""


_EARLIER = "t.name < substr(new.name, 1, {length}) ORDER BY t.name DESC LIMIT 1"
_LATER = "t.name > substr(new.name, 1, {length}) || '~' ORDER BY t.name LIMIT 1"
#: Months that have come or gone, or some of which a whole day has gone: too many do no harm.
_NEW_MONTHS = f"""SELECT name AS month FROM (
        SELECT substr(terms.name, 1, 7) AS name, sum(delta) AS delta {_OF_MOVED} = 'day' GROUP BY 1)
        JOIN months ON month = name WHERE posts = delta
    UNION SELECT substr(name, 1, 7) FROM gone_terms WHERE taxonomy = 'day'"""
#: The two months before each that changed: the nearer one may be over now, so that the other leads to it.
#: Only their last documents can lead elsewhere.
_EARLIER_MONTHS = f"""SELECT earlier.month FROM (
        SELECT substr(name, 1, 7) AS month FROM (
            SELECT name {_OF_MOVED} = 'day' UNION SELECT name FROM gone_terms WHERE taxonomy = 'day')
        GROUP BY 1) AS moved, months AS earlier
    WHERE earlier.month IN (SELECT month FROM months WHERE month < moved.month ORDER BY month DESC LIMIT 2)"""
_LAST_DOCUMENTS = 1 << 62
_PERIODS = (("day", 10), ("month", 7), ("year", 4))

#: Why an owner may be stale, and the select of (kind, key, start, reason).
_REASONS: tuple[tuple[str, str], ...] = (
    ("an older neighbour changed", _NEXT_TO.format(than=">", order="")),
    ("a newer neighbour changed", _NEXT_TO.format(than="<", order="DESC")),
    ("a category or tag of the post has another label", f"""
        SELECT 'post', post_terms.path, NULL, {{reason}} {_OF_RELABELLED} WHERE true"""),
    ("a post that it links to changed", """
        SELECT posts.role, posts.path, NULL, {reason} FROM posts JOIN links ON links.post_id = posts.id
        WHERE links.target IN
            (SELECT path FROM before UNION SELECT path FROM posts WHERE id IN (SELECT id FROM changed))"""),
    ("a post that a post in it links to changed", """
        SELECT 'feed', terms.name, NULL, {reason} FROM posts JOIN links ON links.post_id = posts.id
        CROSS JOIN json_each(posts.terms) AS stands CROSS JOIN terms ON terms.id = stands.value
        WHERE terms.taxonomy = 'category' AND terms.name != '' AND links.target IN
            (SELECT path FROM before UNION SELECT path FROM posts WHERE id IN (SELECT id FROM changed))"""),
    ("its list changed", """
        SELECT taxonomy, name, stamp, {reason} FROM moved_terms JOIN terms USING (id) WHERE name != ''"""),
    ("its last post is gone", "SELECT taxonomy, name, NULL, {reason} FROM gone_terms WHERE name != ''"),
    ("its category has another label", """
        SELECT 'feed', name, NULL, {reason} FROM relabelled JOIN terms USING (id)
        WHERE taxonomy = 'category'"""),
    ("it has another label", """
        SELECT taxonomy, name, NULL, {reason} FROM relabelled JOIN terms USING (id) WHERE true"""),
    *(
        ("a category of its posts has another label", f"""
        SELECT DISTINCT {what}, terms.name, NULL, {{reason}} {_OF_RELABELLED}
        CROSS JOIN posts ON posts.id = post_terms.post_id CROSS JOIN json_each(posts.terms) AS other
        CROSS JOIN terms ON terms.id = other.value
        WHERE posts.section = relabelled.id AND terms.name != '' AND terms.taxonomy IN ({which})""")
        for what, which in (("terms.taxonomy", "'category', 'tag', 'day'"), ("'feed'", "'category'"))
    ),
    ("its newest posts changed", f"""
        SELECT 'feed', name, NULL, {{reason}} {_OF_MOVED} = 'category' AND name != ''"""),
    ("its category is gone", """
        SELECT 'feed', name, NULL, {reason} FROM gone_terms WHERE taxonomy = 'category' AND name != ''"""),
    *(
        ("its posts changed", f"""
        SELECT '{kind}', substr(name, 1, {length}), NULL, {{reason}} FROM
            (SELECT name {_OF_MOVED} = 'day'
             UNION SELECT name FROM gone_terms WHERE taxonomy = 'day') WHERE true""")
        for kind, length in (("month", 7), ("sitemap", 7), ("year", 4))
    ),
    *(
        ("the one before or after it came or went", _beside(kind, length, side.format(length=length)))
        for kind, length in _PERIODS
        for side in (_EARLIER, _LATER)
    ),
    ("its posts changed", f"""
        SELECT 'feed-archive', substr(terms.name, 1, 7), min(moved_terms.stamp), {{reason}}
        {_OF_MOVED} = 'day' GROUP BY 2
        UNION ALL SELECT 'feed-archive', substr(name, 1, 7), NULL, {{reason}} FROM gone_terms
        WHERE taxonomy = 'day'"""),
    ("the month after it changed", f"""
        SELECT 'feed-archive', month, {_LAST_DOCUMENTS}, {{reason}} FROM months
        WHERE month IN ({_EARLIER_MONTHS})"""),
    ("the month before it came or went", f"""
        SELECT 'feed-archive', later, NULL, {{reason}} FROM
            (SELECT (SELECT min(months.month) FROM months WHERE months.month > new.month) AS later
             FROM ({_NEW_MONTHS}) AS new) WHERE later IS NOT NULL"""),
    ("the file is new or changed", "SELECT 'file', path, NULL, {reason} FROM changed_files WHERE true"),
    ("what stands at its address changed", """
        SELECT 'file', path, NULL, {reason} FROM files
        WHERE fold(address) IN (SELECT key FROM contested)"""),
    ("what it leads to, or what stands at its address, changed", """
        SELECT 'alias', key, NULL, {reason} FROM contested WHERE true"""),
)  # fmt: skip
