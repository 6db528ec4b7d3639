"""Decides who has an output path that several want, and which former addresses can redirect.

The first by rank and path has it: posts and pages before files, then in the
order of their paths. So the answer does not depend on what was built before.
"""

from __future__ import annotations

import sqlite3

from generator.addresses.segments import is_reserved
from generator.core.model import Problem


def update_claims(connection: sqlite3.Connection, now: int, *, drafts: bool, future: bool) -> None:
    """Bring claims and aliases up to date with the changed posts and files, and set `live` and `taken`.

    A post whose rival went is itself marked as changed. `now` is in
    microseconds since the epoch.
    """
    visible = """role = 'page' AND (draft = 0 OR :drafts) AND (expires IS NULL OR expires > :now)
              OR role = 'post' AND (draft = 0 OR :drafts) AND (stamp <= :now OR :future)
                 AND (expires IS NULL OR expires > :now)"""
    terms = {"now": now, "drafts": drafts, "future": future}
    _withdraw(connection)
    connection.execute(
        f"""INSERT INTO claims SELECT fold(address), 0, path, id FROM posts
            WHERE id IN (SELECT id FROM changed) AND taken != 2 AND ({visible})""",
        terms,
    )
    _claim_files(connection)
    _judge(connection)
    _part_files_from_folders(connection)
    connection.execute(
        f"UPDATE posts SET live = (taken = 0 AND ({visible})) WHERE id IN (SELECT id FROM changed)", terms
    )


def _withdraw(connection: sqlite3.Connection) -> None:
    """Take back what changed posts and files claimed before, and note which paths are open again."""
    connection.execute("INSERT OR IGNORE INTO contested SELECT fold(address) FROM before WHERE address != ''")
    connection.execute(
        """DELETE FROM claims WHERE (key, rank, path) IN
           (SELECT fold(address), 0, path FROM before WHERE address != '')"""
    )
    connection.execute(
        """INSERT OR IGNORE INTO contested SELECT fold(address) FROM files
           WHERE path IN (SELECT path FROM changed_files)"""
    )
    connection.execute(
        """DELETE FROM claims WHERE (key, rank, path) IN
           (SELECT fold(address), 1, path FROM files WHERE path IN (SELECT path FROM changed_files))"""
    )


def _claim_files(connection: sqlite3.Connection) -> None:
    """Renew the claims of files that are new, changed or gone; `changed_files` names them."""
    connection.execute(
        """DELETE FROM files WHERE path IN (SELECT path FROM changed_files)
           AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.path = files.path)"""
    )
    rows = connection.execute(
        """SELECT path, role FROM sources
           WHERE path IN (SELECT path FROM changed_files) AND role IN ('file', 'static')"""
    ).fetchall()
    addresses = ((path, file_address(path)) for path, _ in rows)
    connection.executemany(
        "INSERT OR REPLACE INTO files (path, address, taken) VALUES (?, ?, ?)",
        ((path, address, 2 * is_reserved(address, for_file=True)) for path, address in addresses),
    )
    connection.execute(
        """INSERT INTO claims SELECT fold(address), 1, path, NULL FROM files
           WHERE path IN (SELECT path FROM changed_files) AND taken = 0"""
    )


def _judge(connection: sqlite3.Connection) -> None:
    """Find out who has each contested path."""
    connection.execute(
        """INSERT OR IGNORE INTO contested
           SELECT fold(address) FROM posts WHERE id IN (SELECT id FROM changed)"""
    )
    connection.execute(
        """INSERT OR IGNORE INTO contested SELECT fold(address) FROM files
           WHERE path IN (SELECT path FROM changed_files)"""
    )
    connection.execute("DROP TABLE IF EXISTS temp.verdicts")
    connection.execute(
        """CREATE TEMP TABLE verdicts AS SELECT post_id, path,
               row_number() OVER (PARTITION BY key ORDER BY rank, path) > 1 AS taken
           FROM claims WHERE key IN (SELECT key FROM contested)"""
    )
    moved = """SELECT id FROM posts JOIN verdicts ON verdicts.post_id = posts.id
               WHERE posts.taken != verdicts.taken AND posts.taken != 2"""
    connection.execute(
        f"""INSERT OR IGNORE INTO before
            SELECT * FROM posts WHERE id IN ({moved}) AND id NOT IN (SELECT id FROM changed)"""
    )
    connection.execute(f"INSERT OR IGNORE INTO changed {moved}")
    connection.execute(
        """UPDATE posts SET taken = verdicts.taken FROM verdicts
           WHERE posts.id = verdicts.post_id AND posts.taken != 2"""
    )
    connection.execute(
        """UPDATE files SET taken = verdicts.taken FROM verdicts
           WHERE verdicts.post_id IS NULL AND files.path = verdicts.path AND files.taken != 2"""
    )


def _part_files_from_folders(connection: sqlite3.Connection) -> None:
    """Set aside files that stand where something else needs a folder."""
    blocked = """EXISTS (SELECT 1 FROM claims WHERE claims.key > fold(files.address) || '/'
                         AND claims.key < fold(files.address) || '0')"""
    lost = """EXISTS (SELECT 1 FROM claims WHERE claims.key = fold(files.address)
                      AND (claims.rank, claims.path) < (1, files.path))"""
    connection.execute(
        f"""INSERT OR IGNORE INTO changed_files SELECT path FROM files
            WHERE taken != 2 AND {blocked} != (taken = 3)"""
    )
    connection.execute(
        f"""UPDATE files SET taken = CASE WHEN {blocked} THEN 3 ELSE {lost} END
            WHERE taken != 2 AND ({blocked} OR taken = 3)"""
    )


def update_aliases(connection: sqlite3.Connection) -> None:
    """Renew the aliases of changed posts and decide which of the contested ones can redirect."""
    connection.execute(
        """INSERT OR IGNORE INTO contested
           SELECT key FROM aliases WHERE post_id IN (SELECT id FROM before)"""
    )
    connection.execute("DELETE FROM aliases WHERE post_id IN (SELECT id FROM before)")
    connection.execute(
        """INSERT OR IGNORE INTO aliases (key, path, address, post_id)
           SELECT fold(names.value), posts.path, names.value, posts.id
           FROM posts, json_each(posts.aliases) AS names
           WHERE posts.id IN (SELECT id FROM changed) AND posts.live = 1
             AND fold(names.value) != fold(posts.address)"""
    )
    connection.execute(
        "INSERT OR IGNORE INTO contested SELECT key FROM aliases WHERE post_id IN (SELECT id FROM changed)"
    )
    connection.execute(
        """INSERT OR IGNORE INTO contested SELECT aliases.key FROM files JOIN aliases
               ON aliases.key > fold(files.address) || '/' AND aliases.key < fold(files.address) || '0'
           WHERE files.path IN (SELECT path FROM changed_files)"""
    )
    connection.execute(
        """UPDATE aliases SET lost =
               EXISTS (SELECT 1 FROM claims WHERE claims.key = aliases.key)
               OR EXISTS (SELECT 1 FROM claims
                          WHERE claims.key IN (SELECT value FROM json_each(parents(aliases.key))))
               OR EXISTS (SELECT 1 FROM aliases AS other
                          WHERE other.key = aliases.key AND other.path < aliases.path)
           WHERE key IN (SELECT key FROM contested)"""
    )


def file_address(path: str) -> str:
    """Return where a file that goes along ends up in the output."""
    for folder, target in (("content/static/", ""), ("content/pages/", ""), ("content/posts/", "files/")):
        if path.startswith(folder):
            return target + path.removeprefix(folder)
    raise ValueError(f"not a file of the archive: {path}")


def conflicts(connection: sqlite3.Connection) -> list[Problem]:
    """Return who lost an address to whom; both are named."""
    return [
        *(_lost_post(*row) for row in connection.execute(_LOST_POSTS)),
        *(_lost_file(*row) for row in connection.execute(_LOST_FILES)),
        *(_lost_alias(*row) for row in connection.execute(_LOST_ALIASES)),
    ]


_HOLDER = "(SELECT path FROM claims WHERE key = fold({address}) ORDER BY rank, path LIMIT 1)"
_LOST_POSTS = f"""SELECT path, address, taken, {_HOLDER.format(address="posts.address")}
                  FROM posts WHERE taken != 0 ORDER BY path"""
_LOST_FILES = f"""SELECT path, address, taken, {_HOLDER.format(address="files.address")}
                  FROM files WHERE taken != 0 ORDER BY path"""
_LOST_ALIASES = f"""SELECT path, address, coalesce({_HOLDER.format(address="aliases.address")},
                        (SELECT min(path) FROM aliases AS other WHERE other.key = aliases.key))
                    FROM aliases WHERE lost = 1 ORDER BY path, address"""


def _lost_post(path: str, address: str, taken: int, holder: str | None) -> Problem:
    if taken == 2:
        why, code = "belongs to a page that the program makes", "address.reserved"
    else:
        why, code = f"is already that of {holder}", "address.taken"
    hint = "give it another `slug:` or `permalink:`"
    return Problem(path, 0, 0, code, f"its address /{address} {why}; it was set aside", hint)


def _lost_file(path: str, address: str, taken: int, holder: str | None) -> Problem:
    why = {
        1: f"is already that of {holder}",
        2: "belongs to a page that the program makes",
        3: "is a folder that others need",
    }[taken]
    message = f"its address /{address} {why}; it was left out"
    return Problem(path, 0, 0, "address.taken", message, "rename one of the two")


def _lost_alias(path: str, address: str, holder: str | None) -> Problem:
    message = f"the alias /{address} leads nowhere: {holder} stands there"
    return Problem(path, 0, 0, "alias.taken", message, "take the alias out", "warning")
