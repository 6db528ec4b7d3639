"""Find links to pages of other sites that are missing, have moved, or can't be reached."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from generator.checks.codes import finding
from generator.checks.context import Context
from generator.checks.targets import collect_web_links
from generator.core.model import Problem
from generator.core.wording import quoted

_SHOWN = 120
_ANSWERS = """
    SELECT r.path, r.line, r.column, r.written, a.status, a.moved, a.why
    FROM answers.answers AS a JOIN web_links AS r ON r.target = a.url
    WHERE a.moved != '' OR a.status NOT BETWEEN 200 AND 299
"""


def check(context: Context) -> Iterator[Problem]:
    """Ask other sites for the pages that links lead to, if that is wanted, and yield the links that fail."""
    if context.external is not None:
        # Late: few checks ask other sites, and the libraries for that take 30 ms to import.
        from generator.checks.external_answers import refresh

        collect_web_links(context.connection)
        refresh(context.connection, context.external, context.reporter)
        yield from failing_links(context.connection)


def failing_links(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield the links that fail according to the answers of their sites."""
    for path, line, column, written, *answer in connection.execute(_ANSWERS):
        problem = _problem(path, (line, column), f"the link {quoted(written, _SHOWN)}", *answer)
        if problem:
            yield problem


def _problem(
    path: str, position: tuple[int, int], link: str, status: int, moved: str, why: str
) -> Problem | None:
    """Return the problem of an answer (see `http_client.Answer`), or None."""
    if status in (404, 410):
        message = f"{link} leads nowhere: the site answers {status}"
        hint = "find where the page is now, or an archived copy of it"
        return finding("external.gone", path, position, message, hint)
    if not status:
        message = f"{link} can't be followed: {why}"
        hint = "correct the address, unless the failure is temporary"
        return finding("external.unreachable", path, position, message, hint)
    if status >= 500:
        message = f"{link} fails: the site answers {status}"
        return finding("external.failing", path, position, message, "check it again in a few days")
    if status >= 400:
        message = f"{link} could not be checked: the site answers {status}"
        return finding("external.refused", path, position, message, "open it in a browser")
    if moved:
        message = f"{link} leads to a page that has moved for good"
        return finding("external.moved", path, position, message, f"write {moved}")
    return None
