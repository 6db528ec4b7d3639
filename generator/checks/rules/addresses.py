"""Find addresses that the last build published and the next build would not: links to them would break."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from generator.addresses.segments import fold
from generator.checks.check_index import has_ledger
from generator.checks.codes import finding
from generator.checks.context import Context
from generator.checks.published import Published
from generator.core.model import Problem
from generator.core.wording import counted, quoted
from generator.kinds.kind import Kind

_NOT_CHECKED = "removed addresses were not checked"
_OUTPUTS = """
    SELECT folder || name, kind, key, source FROM ledger.outputs
    WHERE kind IN ('post', 'page', 'alias', 'file')
        AND NOT EXISTS (SELECT 1 FROM claims WHERE claims.key = fold(folder || name))
        AND NOT EXISTS (SELECT 1 FROM aliases WHERE aliases.key = fold(folder || name) AND lost = 0)
    ORDER BY 1
"""
_TERMS = """
    SELECT DISTINCT kind, key FROM ledger.outputs AS o WHERE kind IN ('category', 'tag') AND NOT EXISTS (
        SELECT 1 FROM terms WHERE terms.taxonomy = o.kind AND terms.name = o.key)
    ORDER BY 1, 2
"""
_OF_KIND = "SELECT folder || name FROM ledger.outputs WHERE kind = ? AND ? IN ('', key)"
_POST = (
    "SELECT address, live, draft, taken, aliases, stamp > :now, expires <= :now FROM posts WHERE path = :path"
)
#: Posts with the same bytes as a deleted post; and posts with the words that it had at the last check.
_SAME_BYTES = """
    SELECT path FROM posts WHERE digest = ? AND live = 1
        AND path NOT IN (SELECT key FROM ledger.outputs WHERE kind = 'post')
"""
_SAME_WORDS = """
    SELECT now.path FROM facts AS was JOIN facts AS now ON now.text = was.text AND now.path != was.path
    JOIN posts ON posts.path = now.path WHERE was.path = ? AND was.digest = ? AND was.text != x''
        AND posts.live = 1 ORDER BY now.path LIMIT 2
"""


def check(context: Context) -> Iterator[Problem]:
    """Yield addresses that would be removed, unless their post expires or is set aside.

    If the ledger can't be read because of a build, that is reported instead.
    """
    try:
        if has_ledger(context.connection):
            yield from _removed_outputs(context.connection, context.published, context.now)
            yield from _removed_terms(context.connection)
            yield from _moved_lists(context.connection, context.kinds)
        elif context.paths.ledger.exists():
            context.reporter.note(f"{_NOT_CHECKED}: a build is running, or was interrupted")
    except sqlite3.OperationalError as error:
        context.reporter.note(f"{_NOT_CHECKED} completely: a build is running ({error})")


def _removed_outputs(connection: sqlite3.Connection, published: Published, now: int) -> Iterator[Problem]:
    for address, kind, key, source in connection.execute(_OUTPUTS).fetchall():
        if published.find(address):
            continue  # A page of the program itself has the address now.
        if kind in ("post", "page"):
            yield from _post(connection, address, key, source, now)
        elif kind == "alias":
            message = f"/{address} was an alias (a former address) of a post, and would be removed"
            yield _removed("site.yaml", message, f"put {_line([address])} back into the post that had it")
        else:
            message = f"the file was published at /{address}, and would be removed"
            yield _removed(key, message, "put it back, if other sites use it")


def _removed_terms(connection: sqlite3.Connection) -> Iterator[Problem]:
    for kind, name in connection.execute(_TERMS).fetchall():
        message = f"the page of the {kind} {quoted(name)} would be removed: no post is in it any more"
        yield _removed("site.yaml", message, "restore the name, if it was changed by mistake")


def _moved_lists(connection: sqlite3.Connection, kinds: Iterable[Kind]) -> Iterator[Problem]:
    """Yield a problem for each pattern in site.yaml by which lists get different addresses."""
    moved: dict[str, list[str]] = {}
    for kind in kinds:
        if kind.pattern:
            rows = connection.execute(_OF_KIND, (kind.owner, kind.key))
            moved.setdefault(kind.pattern, []).extend(path for (path,) in rows if not kind.matches(path))
    for pattern, paths in moved.items():
        if paths:
            message = (
                f"permalink.{pattern} moves {counted(len(paths), 'output')} to a different address, such as "
                f"/{min(paths)}; links to it would break"
            )
            cure = "restore the pattern, or let the host redirect from the old addresses"
            yield finding("address.moved", "site.yaml", (0, 0), message, cure)


def _removed(path: str, message: str, hint: str) -> Problem:
    return finding("address.gone", path, (0, 0), message, hint)


def _post(
    connection: sqlite3.Connection, address: str, path: str, source: bytes, now: int
) -> Iterator[Problem]:
    """Yield the problem of a post's address: the post moved, was withdrawn, or is gone."""
    row = connection.execute(_POST, {"path": path, "now": now}).fetchone()
    if row is None:
        if not connection.execute("SELECT 1 FROM sources WHERE path = ?", (path,)).fetchone():
            yield _gone(connection, address, path, source)
        return
    new, live, draft, taken, aliases, early, expired = row
    if live:
        yield _moved(address, path, new, json.loads(aliases), f"/{address} to /{new}")
    elif not expired and not taken:
        why = (
            "it is a draft now" if draft else "it is dated in the future now" if early else "it is held back"
        )
        message = f"the post was published at /{address}, and would be removed: {why}"
        yield _removed(path, message, "publish it, if it was held back by mistake")


def _gone(connection: sqlite3.Connection, address: str, path: str, source: bytes) -> Problem:
    """Return the problem of a post whose file is gone; it has moved if one other post has its content."""
    for query, values in ((_SAME_BYTES, (source,)), (_SAME_WORDS, (path, source))):
        successors = connection.execute(query, values).fetchall()
        if len(successors) == 1:
            successor = successors[0][0]
            new, aliases = connection.execute(
                "SELECT address, aliases FROM posts WHERE path = ?", (successor,)
            ).fetchone()
            return _moved(address, successor, new, json.loads(aliases), f"/{address} ({path}) to /{new}")
    message = f"the post was published at /{address}, and would be removed: its file is gone"
    hint = f"put it back, or write {_line([address])} into the post that takes its place"
    return _removed(path, message, hint)


def _moved(address: str, path: str, new: str, aliases: list[str], move: str) -> Problem:
    message = f"the post moves from {move}; links to its old address would break"
    others = [one for one in aliases if fold(one) not in (fold(address), fold(new))]
    return finding("address.moved", path, (0, 0), message, f"write {_line([*others, address])}")


def _line(aliases: list[str]) -> str:
    """Return the line of front matter that keeps addresses alive."""
    names = [
        json.dumps(f"/{one}", ensure_ascii=False) if not one.isascii() or " " in one else f"/{one}"
        for one in aliases
    ]
    return f"`aliases: {names[0]}`" if len(names) == 1 else f"`aliases: [{', '.join(names)}]`"
