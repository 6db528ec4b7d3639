"""Find pictures of other hosts that are lost, not fetched yet, missing in the store, or shown by no post."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import WHOLE_FILE, Problem
from generator.core.wording import counted
from generator.kinds.parts.pictures import store_bucket
from generator.pictures.addresses import host_of
from generator.pictures.store import is_stored_name
from generator.publish.noted_pictures import Noted, note_file
from generator.publish.target import parse_target

_LOST = """
    SELECT p.path, count(*), min(k.address) FROM pictures AS k JOIN links AS l ON l.target = k.address
    JOIN posts AS p ON p.id = l.post_id WHERE k.status = 'lost' AND p.live = 1 GROUP BY p.path ORDER BY p.path
"""
_UNFETCHED = """
    SELECT count(*), coalesce(sum(k.status = 'failed'), 0)
    FROM (SELECT DISTINCT l.target FROM links AS l JOIN posts AS p ON p.id = l.post_id
          WHERE l.target >= 'http' AND l.target < 'httpt' AND p.live = 1) AS shown
    LEFT JOIN pictures AS k ON k.address = shown.target
    WHERE k.status IS NULL OR k.status = 'failed'
"""
_KEPT = "SELECT DISTINCT hash FROM pictures WHERE status = 'kept'"
_SIZES = "SELECT hash, max(size) FROM pictures WHERE hash != '' GROUP BY hash"
_SHOWN = """
    SELECT DISTINCT k.hash FROM pictures AS k WHERE k.stored = 1 AND EXISTS (
        SELECT 1 FROM links AS l JOIN posts AS p ON p.id = l.post_id
        WHERE l.target = k.address AND p.live = 1)
"""
_MEGABYTE = 1_000_000


def check(context: Context) -> Iterator[Problem]:
    """Yield a problem for each post with lost pictures, and sums of the others. None without a registry."""
    connection = context.connection
    if not connection.execute("SELECT 1 FROM pictures LIMIT 1").fetchone():
        return
    lost = connection.execute(_LOST).fetchall()
    registry = context.registry() if lost else {}
    for path, number, first in lost:
        more = f", and {counted(number - 1, 'other')}" if number > 1 else ""
        why = registry[first].why if first in registry else ""
        message = f"the picture {first} is lost{more}: {why or f'{host_of(first)} no longer has it'}"
        hint = "give the archive a copy: backfile pictures adopt FILE ADDRESS"
        yield finding("picture.lost", path, WHOLE_FILE, message, hint)
    stored = _stored(context)
    sums = _unfetched(connection), _unstored(connection, stored), _orphans(connection, stored)
    for code, message, hint in sums:
        if message:
            yield finding(code, context.paths.config.name, WHOLE_FILE, message, hint)


def _unfetched(connection: sqlite3.Connection) -> tuple[str, str, str]:
    number, failed = connection.execute(_UNFETCHED).fetchone()
    message = f"{counted(number, 'picture')} of other hosts not kept yet; {failed:,} could not be got so far"
    return "picture.unfetched", message if number else "", "run backfile pictures fetch"


def _unstored(connection: sqlite3.Connection, stored: frozenset[str] | None) -> tuple[str, str, str]:
    kept = connection.execute(_KEPT)
    number = 0 if stored is None else sum(1 for (digest,) in kept if digest not in stored)
    message = f"the store lacks {counted(number, 'picture')} that the registry has as kept"
    return (
        "picture.unstored",
        message if number else "",
        "bring the store back, or run backfile pictures fetch",
    )


def _stored(context: Context) -> frozenset[str] | None:
    """Return the digests that the store has, as far as this machine knows; None if it knows nothing."""
    bucket = store_bucket(context.pictures)
    if not bucket:
        return frozenset(context.store.digests())
    place = str(parse_target(bucket, context.paths.root))
    names = Noted(note_file(context.paths.state, place), is_stored_name).read()
    return None if names is None else frozenset(name.rpartition("/")[2] for name in names)


def _orphans(connection: sqlite3.Connection, stored: frozenset[str] | None) -> tuple[str, str, str]:
    shown = {digest for (digest,) in connection.execute(_SHOWN)}
    orphans = (stored or frozenset()) - shown
    sizes = dict(connection.execute(_SIZES))
    size = sum(sizes.get(digest, 0) for digest in orphans)
    which = f"{counted(len(orphans), 'picture')} in the store, {size / _MEGABYTE:,.1f} MB,"
    message = f"{which} that no published post shows"
    hint = "keep them for drafts and posts that may come back, or remove those that are not wanted"
    return "picture.orphan", message if orphans else "", hint
