"""Find pages at whose address a folder is needed, and files and redirects that would lie below a page.

A page `x.html` and a page `x.html/index.html` can't both be published: one name is a
file and a folder. The folder wins among posts, since it may hold many; a page wins over
a file below it. Both rules follow from the claims alone, so their order does not matter.

Only addresses in a folder with a dot in its name (`GLOB '*.*/*'`) can be affected, since
every page has a suffix. The indexes `claims_nested` and `aliases_nested` have no others,
so most archives have nothing to look at.
"""

from __future__ import annotations

import sqlite3

from generator.index.change_set import ChangeSet
from generator.index.schema import FILE_RANK, AddressStatus

_FREE, _FOLDER, _BELOW = AddressStatus.FREE, AddressStatus.FOLDER, AddressStatus.BELOW

_NESTED = "key GLOB '*.*/*'"
#: Folders that posts need and whose name may be that of a page.
_NEEDED = f"""
    CREATE TEMP TABLE needed_folders AS
    SELECT DISTINCT above.value AS key FROM claims, json_each(parents(claims.key)) AS above
    WHERE claims.{_NESTED} AND claims.rank < {FILE_RANK} AND instr(above.value, '.')
"""
_BLOCKED_POSTS = (
    f"SELECT post_id FROM claims WHERE rank < {FILE_RANK} AND key IN (SELECT key FROM needed_folders)"
)
_FILES_BELOW = f"""
    SELECT nested.path FROM claims AS nested, json_each(parents(nested.key)) AS above
    JOIN claims AS page ON page.key = above.value AND page.rank < {FILE_RANK}
    WHERE nested.{_NESTED} AND nested.rank = {FILE_RANK}
        AND above.value NOT IN (SELECT key FROM needed_folders)
"""
#: With the condition of the index of files without an address.
_WERE_BELOW = f"taken = {_BELOW} AND taken != {_FREE}"


def set_aside_posts(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Set aside posts at whose address a folder is needed. Statuses of changed posts are decided before."""
    connection.execute("DROP TABLE IF EXISTS temp.needed_folders")
    connection.execute(_NEEDED)
    # Posts that are set aside already are among the changed ones: `add_without_address` adds them.
    blocked = f"taken = {_FREE} AND id IN ({_BLOCKED_POSTS})"
    changes.add_posts(f"SELECT id FROM posts WHERE {blocked}")
    connection.execute(f"UPDATE posts SET taken = {_FOLDER} WHERE {blocked}")


def set_aside_files(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Set aside files below a page, and take back those below none. `set_aside_posts` comes first."""
    below = f"path IN ({_FILES_BELOW})"
    changes.add_selected_files(
        f"""SELECT path FROM files WHERE taken = {_FREE} AND {below}
            UNION ALL SELECT path FROM files WHERE {_WERE_BELOW} AND NOT {below}"""
    )
    connection.execute(f"UPDATE files SET taken = {_BELOW} WHERE taken = {_FREE} AND {below}")
    connection.execute(f"UPDATE files SET taken = {_FREE} WHERE {_WERE_BELOW} AND NOT {below}")


def contest_aliases(changes: ChangeSet) -> None:
    """Contest the redirects that are below a folder with a dot, or at the address of such a folder."""
    changes.add_contested(f"SELECT key FROM aliases WHERE {_NESTED}")
    for table in ("claims", "aliases", "contested"):
        changes.add_contested(
            f"""SELECT aliases.key FROM aliases WHERE aliases.key IN (
                    SELECT above.value FROM {table}, json_each(parents({table}.key)) AS above
                    WHERE {table}.{_NESTED} AND instr(above.value, '.'))"""
        )


#: SQL: whether an alias is at the address of a folder that a source or a redirect needs.
NEEDED_AS_FOLDER = """(
    EXISTS (SELECT 1 FROM claims WHERE claims.key > aliases.key || '/' AND claims.key < aliases.key || '0')
    OR EXISTS (SELECT 1 FROM aliases AS below
               WHERE below.key > aliases.key || '/' AND below.key < aliases.key || '0'
                   AND NOT instr(below.key, '?')))"""
