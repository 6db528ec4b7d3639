"""Decide which source gets an output path that several want, and which former addresses can redirect.

The first by rank and path gets it: posts and pages with front matter, then those without
(the export of a page, say), then files, and each in the order of their paths. So the
result does not depend on what was built before.
"""

from __future__ import annotations

import sqlite3

from generator.addresses.folders import file_address
from generator.addresses.routes import Reserved
from generator.core.model import Problem
from generator.index import nested
from generator.index.change_set import ChangeSet
from generator.index.schema import FILE_RANK, AddressStatus

_FREE, _RESERVED = AddressStatus.FREE, AddressStatus.RESERVED
_FOLDER, _BELOW = AddressStatus.FOLDER, AddressStatus.BELOW

_FILE = FILE_RANK
#: SQL: the rank of a post or page.
_RANK = """EXISTS (SELECT 1 FROM problems WHERE problems.path = posts.path
                   AND problems.code = 'front-matter.missing')"""


def update_claims(
    connection: sqlite3.Connection,
    changes: ChangeSet,
    reserved: Reserved,
    now: int,
    *,
    drafts: bool,
    future: bool,
) -> None:
    """Bring claims up to date with the changed posts and files, and set `live` and `taken`.

    A post that gets its address, or loses it, is added to the change set. `now`
    is in microseconds since the epoch.
    """
    visible = """role = 'page' AND (draft = 0 OR :drafts) AND (expires IS NULL OR expires > :now)
              OR role = 'post' AND (draft = 0 OR :drafts) AND (stamp <= :now OR :future)
                 AND (expires IS NULL OR expires > :now)"""
    terms = {"now": now, "drafts": drafts, "future": future}
    _delete_old_claims(connection, changes)
    connection.execute(
        f"""INSERT INTO claims SELECT fold(address), {_RANK}, path, id FROM posts
            WHERE id IN (SELECT id FROM changed) AND taken != {_RESERVED} AND ({visible})""",
        terms,
    )
    _claim_files(connection, reserved)
    _decide(connection, changes)
    nested.set_aside_posts(connection, changes)
    _set_aside_files_for_folders(connection, changes)
    nested.set_aside_files(connection, changes)
    connection.execute(
        f"UPDATE posts SET live = (taken = {_FREE} AND ({visible})) WHERE id IN (SELECT id FROM changed)",
        terms,
    )


def _delete_old_claims(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Delete the claims that changed posts and files had; these output paths may get a different owner."""
    changes.add_contested("SELECT fold(address) FROM before WHERE address != ''")
    connection.execute(
        """DELETE FROM claims WHERE (key, rank, path) IN
           (SELECT fold(before.address), ranks.value, before.path
            FROM before, json_each('[0, 1]') AS ranks WHERE before.address != '')"""
    )
    changes.add_contested(_KEYS_OF_FILES)
    connection.execute(
        f"""DELETE FROM claims WHERE (key, rank, path) IN
           (SELECT fold(address), {_FILE}, path FROM files WHERE path IN (SELECT path FROM changed_files))"""
    )


_KEYS_OF_FILES = "SELECT fold(address) FROM files WHERE path IN (SELECT path FROM changed_files)"


def _claim_files(connection: sqlite3.Connection, reserved: Reserved) -> None:
    """Make the claims of files that are new or changed, and delete files that no longer exist."""
    connection.execute(
        """DELETE FROM files WHERE path IN (SELECT path FROM changed_files)
           AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.path = files.path)"""
    )
    rows = connection.execute(
        """SELECT path FROM sources
           WHERE path IN (SELECT path FROM changed_files) AND role IN ('file', 'static')"""
    ).fetchall()
    addresses = ((path, file_address(path)) for (path,) in rows)
    connection.executemany(
        "INSERT OR REPLACE INTO files (path, address, taken) VALUES (?, ?, ?)",
        (
            (path, address, _RESERVED if reserved.has(address, for_file=True) else _FREE)
            for path, address in addresses
        ),
    )
    connection.execute(
        f"""INSERT INTO claims SELECT fold(address), {_FILE}, path, NULL FROM files
            WHERE path IN (SELECT path FROM changed_files) AND taken = {_FREE}"""
    )


def _decide(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Decide which source gets each contested output path."""
    changes.add_contested("SELECT fold(address) FROM posts WHERE id IN (SELECT id FROM changed)")
    changes.add_contested(_KEYS_OF_FILES)
    connection.execute("DROP TABLE IF EXISTS temp.decisions")
    connection.execute(
        """CREATE TEMP TABLE decisions AS SELECT post_id, path,
               row_number() OVER (PARTITION BY key ORDER BY rank, path) > 1 AS taken
           FROM claims WHERE key IN (SELECT key FROM contested)"""
    )
    changes.add_posts(
        f"""SELECT id FROM posts JOIN decisions ON decisions.post_id = posts.id
            WHERE posts.taken != decisions.taken AND posts.taken != {_RESERVED}"""
    )
    connection.execute(
        f"""UPDATE posts SET taken = decisions.taken FROM decisions
            WHERE posts.id = decisions.post_id AND posts.taken NOT IN (decisions.taken, {_RESERVED})"""
    )
    changes.add_selected_files(
        f"""SELECT files.path FROM decisions CROSS JOIN files ON files.path = decisions.path
            WHERE decisions.post_id IS NULL AND files.taken NOT IN (decisions.taken, {_RESERVED})"""
    )
    connection.execute(
        f"""UPDATE files SET taken = decisions.taken FROM decisions
            WHERE decisions.post_id IS NULL AND files.path = decisions.path AND files.taken != {_RESERVED}"""
    )


def _set_aside_files_for_folders(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Set aside files at whose address a folder is needed, and take back those where it no longer is."""
    blocked = """EXISTS (SELECT 1 FROM claims WHERE claims.key > fold(files.address) || '/'
                         AND claims.key < fold(files.address) || '0')"""
    lost = f"""EXISTS (SELECT 1 FROM claims WHERE claims.key = fold(files.address)
                      AND (claims.rank, claims.path) < ({_FILE}, files.path))"""
    near = f"path IN ({_NEAR_CONTESTED})" if _are_few(connection) else "true"
    changes.add_selected_files(
        f"SELECT path FROM files WHERE {near} AND taken != {_RESERVED} AND {blocked} != (taken = {_FOLDER})"
    )
    connection.execute(
        f"""UPDATE files SET taken = CASE WHEN {blocked} THEN {_FOLDER} ELSE {lost} END
            WHERE {near} AND taken != {_RESERVED} AND ({blocked} OR taken = {_FOLDER})"""
    )


#: Contested output paths for which it is faster to look at all files.
_MANY = 1_000
#: SQL: the files at contested output paths, and at those of folders above.
_NEAR_CONTESTED = f"""
    SELECT claims.path FROM (
        SELECT key FROM contested
        UNION SELECT above.value FROM contested, json_each(parents(contested.key)) AS above) AS near
    CROSS JOIN claims ON claims.key = near.key AND claims.rank = {_FILE}"""


def _are_few(connection: sqlite3.Connection) -> bool:
    query = f"SELECT count(*) FROM (SELECT 1 FROM contested LIMIT {_MANY})"
    return int(connection.execute(query).fetchone()[0]) < _MANY


def update_aliases(connection: sqlite3.Connection, changes: ChangeSet) -> None:
    """Renew the aliases of changed posts, and decide which of the contested aliases can redirect."""
    changes.add_contested("SELECT key FROM aliases WHERE post_id IN (SELECT id FROM before)")
    connection.execute("DELETE FROM aliases WHERE post_id IN (SELECT id FROM before)")
    connection.execute(
        """INSERT OR IGNORE INTO aliases (key, path, address, post_id)
           SELECT fold(names.value), posts.path, names.value, posts.id
           FROM posts, json_each(posts.aliases) AS names
           WHERE posts.id IN (SELECT id FROM changed) AND posts.live = 1
             AND fold(names.value) != fold(posts.address)"""
    )
    changes.add_contested("SELECT key FROM aliases WHERE post_id IN (SELECT id FROM changed)")
    changes.add_contested(
        """SELECT aliases.key FROM files JOIN aliases
               ON aliases.key > fold(files.address) || '/' AND aliases.key < fold(files.address) || '0'
           WHERE files.path IN (SELECT path FROM changed_files)"""
    )
    nested.contest_aliases(changes)
    # An alias with a query is no file, so only the same alias of a different post can be in its way.
    connection.execute(
        f"""UPDATE aliases SET lost =
               EXISTS (SELECT 1 FROM claims WHERE claims.key = aliases.key)
               OR NOT instr(aliases.key, '?') AND (
                   EXISTS (SELECT 1 FROM claims
                           WHERE claims.key IN (SELECT value FROM json_each(parents(aliases.key))))
                   OR {nested.NEEDED_AS_FOLDER})
               OR EXISTS (SELECT 1 FROM aliases AS other
                          WHERE other.key = aliases.key AND other.path < aliases.path)
           WHERE key IN (SELECT key FROM contested)"""
    )


def conflicts(connection: sqlite3.Connection) -> list[Problem]:
    """Return a problem for each source that did not get its address; it names the source that has it."""
    return [
        *(_lost_post(*row) for row in connection.execute(_LOST_POSTS)),
        *(_lost_file(*row) for row in connection.execute(_LOST_FILES)),
        *(_lost_alias(*row) for row in connection.execute(_LOST_ALIASES)),
    ]


_HOLDER = "(SELECT path FROM claims WHERE key = fold({address}) ORDER BY rank, path LIMIT 1)"
#: The first source whose address is in a folder of the name of an address, and the first page above one.
_FOLDER_HOLDER = """(SELECT min(path) FROM claims
                     WHERE key > fold({address}) || '/' AND key < fold({address}) || '0')"""
_PAGE_ABOVE = """(SELECT min(path) FROM claims
                  WHERE key IN (SELECT value FROM json_each(parents(fold({address})))))"""
_STATUS_HOLDER = f"""CASE taken WHEN {_FOLDER} THEN {_FOLDER_HOLDER} WHEN {_BELOW} THEN {_PAGE_ABOVE}
                     ELSE {_HOLDER} END"""
#: Whether a post without front matter lost its address to one with front matter.
_LOST_TO_FRONT_MATTER = f"""{_RANK} AND EXISTS (
    SELECT 1 FROM claims WHERE key = fold(posts.address) AND rank = 0)"""
_LOST_POSTS = f"""SELECT path, address, taken, {_STATUS_HOLDER.format(address="posts.address")},
                      {_LOST_TO_FRONT_MATTER}
                  FROM posts WHERE taken != {_FREE} ORDER BY path"""
_LOST_FILES = f"""SELECT path, address, taken, {_STATUS_HOLDER.format(address="files.address")}
                  FROM files WHERE taken != {_FREE} ORDER BY path"""
_LOST_ALIASES = f"""SELECT path, address, coalesce({_HOLDER.format(address="aliases.address")},
                        nullif((SELECT min(path) FROM aliases AS other WHERE other.key = aliases.key), path),
                        {_FOLDER_HOLDER.format(address="aliases.address")},
                        {_PAGE_ABOVE.format(address="aliases.address")},
                        (SELECT min(path) FROM aliases AS below WHERE below.key > aliases.key || '/'
                             AND below.key < aliases.key || '0'))
                    FROM aliases WHERE lost = 1 ORDER BY path, address"""


def _lost_post(path: str, address: str, taken: int, holder: str | None, to_front_matter: int) -> Problem:
    code = "address.reserved" if taken == AddressStatus.RESERVED else "address.taken"
    why = _why(taken, f"{holder}, which has front matter" if to_front_matter else holder)
    message = f"the address /{address} {why}, so this source is not published"
    return Problem(path, 0, 0, code, message, "give it a different `slug:` or `permalink:`")


def _lost_file(path: str, address: str, taken: int, holder: str | None) -> Problem:
    message = f"the address /{address} {_why(taken, holder)}, so this file is not copied"
    return Problem(path, 0, 0, "address.taken", message, "rename this file or the other one")


def _why(taken: int, holder: str | None) -> str:
    return {
        AddressStatus.TAKEN: f"is already used by {holder}",
        AddressStatus.RESERVED: "is reserved for a page that Backfile makes",
        AddressStatus.FOLDER: f"is needed as a folder for {holder}",
        AddressStatus.BELOW: f"is below that of {holder}, which is a page and not a folder",
    }[AddressStatus(taken)]


def _lost_alias(path: str, address: str, holder: str | None) -> Problem:
    message = f"the alias /{address} does not redirect, because its address is used for {holder}"
    return Problem(path, 0, 0, "alias.taken", message, "remove the alias", "warning")
