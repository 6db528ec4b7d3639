"""Find hosts that would take the site without its search index, but not with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import WHOLE_FILE, Problem
from generator.core.wording import listed
from generator.hosts.advice import shown
from generator.hosts.limits import Host, Limit
from generator.kinds.search_index import SearchIndexKind
from generator.ledger import outputs, search_record

_COUNT = """
    SELECT count(*), coalesce(sum(size), 0), sum(kind = :owner), coalesce(sum(size * (kind = :owner)), 0)
    FROM ledger.outputs
"""
_MEGABYTE = 1_000_000


class _Size(NamedTuple):
    files: int
    bytes: int


def check(context: Context) -> Iterator[Problem]:
    """Yield a problem if the index of the last build makes the site too large for a host.

    There is none if the settings of search have changed since, as the next build makes a different index; and
    none while a build writes to the ledger.
    """
    connection = context.connection
    try:
        if outputs.get_mark(connection, search_record.RULES) != context.search_index.rules:
            return
        site, index = _sizes(connection)
    except sqlite3.OperationalError as error:
        context.reporter.note(f"the size of the search index was not checked: a build is running ({error})")
        return
    without = _Size(site.files - index.files, site.bytes - index.bytes)
    refused = [host for host in context.hosts if _takes(host, without) and not _takes(host, site)]
    if refused:
        message = (
            f"the search index has {index.files:,} files with {_megabytes(index)}; with it the site has "
            f"{site.files:,} files with {_megabytes(site)}, more than {listed(list(map(_named, refused)))}"
        )
        yield finding(
            "search.size", context.paths.config.name, WHOLE_FILE, message, _cure(context.search_index)
        )


def _sizes(connection: sqlite3.Connection) -> tuple[_Size, _Size]:
    """Return the size of the site, and that of its index."""
    files, size, of_index, bytes_of_index = connection.execute(
        _COUNT, {"owner": SearchIndexKind.owner}
    ).fetchone()
    return _Size(files, size), _Size(of_index or 0, bytes_of_index)


def _takes(host: Host, size: _Size) -> bool:
    return all(getattr(size, limit.measure) <= limit.most for limit in _limits(host))


def _limits(host: Host) -> list[Limit]:
    return [limit for limit in host.limits if limit.measure in _Size._fields]


def _named(host: Host) -> str:
    limits = [shown(limit.measure, limit.most) for limit in _limits(host)]
    return f"{host.name} takes ({', '.join(limits)})"


def _megabytes(size: _Size) -> str:
    return f"{size.bytes / _MEGABYTE:,.0f} MB"


def _cure(kind: SearchIndexKind) -> str:
    leave_out = "leave categories out of it with search: {exclude: [NAME]}"
    otherwise = "or ignore this, if the site is on a different host"
    if kind.mode == "titles":
        return f"{leave_out}, {otherwise}"
    return f"write search: titles into site.yaml, which takes about a fifth; {leave_out}; {otherwise}"
