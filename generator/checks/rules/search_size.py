"""Find hosts that would take the site without its search index, but not with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.core.model import WHOLE_FILE, Problem
from generator.core.wording import listed
from generator.kinds.search_index import SearchIndexKind
from generator.ledger import outputs, search_record

_COUNT = """
    SELECT count(*), coalesce(sum(size), 0), sum(kind = :owner), coalesce(sum(size * (kind = :owner)), 0)
    FROM ledger.outputs
"""
_MEGABYTE = 1_000_000


class Host(NamedTuple):
    """A host, and the most files and bytes that it takes of a site; 0 for no such limit."""

    name: str
    files: int
    bytes: int


#: As their documentation has it: docs.github.com, "GitHub Pages limits"; docs.gitlab.com, "GitLab.com
#: settings"; developers.cloudflare.com, "Pages limits".
HOSTS = (
    Host("Cloudflare Pages (free)", 20_000, 0),
    Host("Cloudflare Pages", 100_000, 0),
    Host("GitHub Pages", 0, 1_000_000_000),
    Host("GitLab.com", 200_000, 1_000_000_000),
)


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
    refused = [host for host in HOSTS if _takes(host, without) and not _takes(host, site)]
    if refused:
        message = (
            f"the search index has {index.files:,} files with {_megabytes(index)}; with it the site has "
            f"{site.files:,} files with {_megabytes(site)}, more than {listed(list(map(_limits, refused)))}"
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
    return (not host.files or size.files <= host.files) and (not host.bytes or size.bytes <= host.bytes)


def _limits(host: Host) -> str:
    limits = [f"{host.files:,} files"] if host.files else []
    limits += [f"{host.bytes // _MEGABYTE:,} MB"] if host.bytes else []
    return f"{host.name} takes ({', '.join(limits)})"


def _megabytes(size: _Size) -> str:
    return f"{size.bytes / _MEGABYTE:,.0f} MB"


def _cure(kind: SearchIndexKind) -> str:
    leave_out = "leave categories out of it with search: {exclude: [NAME]}"
    otherwise = "or ignore this, if the site is on a different host"
    if kind.mode == "titles":
        return f"{leave_out}, {otherwise}"
    return f"write search: titles into site.yaml, which takes about a fifth; {leave_out}; {otherwise}"
