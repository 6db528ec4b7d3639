"""Links to other sites: each is asked for once in a while, a host at a time, and what it said is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.checks.codes import finding
from generator.checks.http_client import Answer, Clock, SystemClock, Visitor
from generator.content.problems import quoted
from generator.core.model import Problem
from generator.index.damage import discard, why_useless
from generator.index.database import connect
from generator.reporting.report import Reporter

#: Hosts that are asked at a time, and the pause between two questions to one, in seconds.
_HOSTS = 4
_PAUSE = 1.0
#: The longest that is waited for a host that asks for it; then it is left for another day.
_LONGEST_WAIT = 60.0
#: Questions in a row to which a host did not answer, after which it is not asked any more.
_DEAD = 2
_SHOWN = 120
#: Days after which a page that was not there is asked for again; a site that could not be reached is always.
_AGAIN = 1

_VERSION = 1
_TABLE = f"""
CREATE TABLE IF NOT EXISTS answers (
    url     TEXT PRIMARY KEY,
    moment  INTEGER NOT NULL,   -- seconds since the epoch
    status  INTEGER NOT NULL,
    moved   TEXT NOT NULL,
    why     TEXT NOT NULL
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""
_WANTED = """
    CREATE TEMP TABLE wanted AS SELECT DISTINCT target AS url, host(target) AS host FROM refs
    WHERE kind = 'web' AND target NOT IN (
        SELECT url FROM answers.answers
        WHERE moment > :now - 86400 * CASE WHEN status BETWEEN 200 AND 299 THEN :days
                                           WHEN status = 0 THEN 0 ELSE min(:days, :again) END)
"""
_FOUND = """
    SELECT r.path, r.line, r.column, r.written, a.status, a.moved, a.why
    FROM answers.answers AS a CROSS JOIN refs AS r ON r.kind = 'web' AND r.target = a.url
    WHERE a.moved != '' OR a.status NOT BETWEEN 200 AND 299
"""


class Settings(NamedTuple):
    """Where answers are kept, for how many days they hold, and where the archive is published."""

    file: Path
    days: int
    site: str


class _Asked(NamedTuple):
    url: str
    answer: Answer


def stray_addresses(
    connection: sqlite3.Connection, settings: Settings, reporter: Reporter,
    clock: Clock | None = None, visitor: Visitor | None = None,
) -> Iterator[Problem]:  # fmt: skip
    """Yield links to pages of other sites that are not there, or not there any more. `clock` is for tests."""
    clock = clock or SystemClock()
    _open_cache(connection, settings.file)
    connection.create_function("host", 1, _host, deterministic=True)
    times = {"now": int(clock.time()), "days": settings.days, "again": _AGAIN}
    connection.execute(_WANTED, times)
    _ask_all(connection, visitor or Visitor(settings.site, clock), clock, reporter)
    for path, line, column, written, *said in connection.execute(_FOUND):
        problem = _problem(path, (line, column), quoted(written, _SHOWN), Answer(*said))
        if problem:
            yield problem


def _open_cache(connection: sqlite3.Connection, file: Path) -> None:
    if why_useless(file, _VERSION):
        discard(file)
    with closing(connect(file)) as cache:
        cache.executescript(_TABLE)
    connection.execute("ATTACH ? AS answers", (str(file),))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).netloc or "").rpartition("@")[2].lower()
    except ValueError:
        return ""


def _ask_all(connection: sqlite3.Connection, visitor: Visitor, clock: Clock, reporter: Reporter) -> None:
    """Ask a few hosts at a time, each for one address after the other; keep answers as they come."""
    reporter.begin("ask", connection.execute("SELECT count(*) FROM wanted").fetchone()[0])
    hosts = _by_host(connection)
    todo: SimpleQueue[list[str]] = SimpleQueue()
    asked: SimpleQueue[_Asked | Exception | None] = SimpleQueue()
    for _ in range(_HOSTS):  # Daemons, so that nobody who presses Ctrl-C waits for a slow site.
        Thread(target=_ask_hosts, args=(todo, asked, visitor, clock), daemon=True).start()
    running = _send(todo, islice(hosts, _HOSTS))
    while running:
        answer = asked.get()
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            running += _send(todo, islice(hosts, 1)) - 1
        else:
            _keep(connection, answer, int(clock.time()))
            reporter.advance(1)
    for _ in range(_HOSTS):
        todo.put([])
    reporter.end("ask")


def _send(todo: SimpleQueue[list[str]], hosts: Iterable[list[str]]) -> int:
    """Hand over the addresses of some hosts; return how many hosts there were."""
    count = 0
    for count, urls in enumerate(hosts, start=1):  # noqa: B007
        todo.put(urls)
    return count


def _by_host(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """Yield the addresses of one host after the other."""
    rows = connection.execute("SELECT host, url FROM wanted ORDER BY host, url")
    for _, found in groupby(rows, key=lambda row: row[0]):
        yield [url for _, url in found]


def _ask_hosts(
    todo: SimpleQueue[list[str]],
    asked: SimpleQueue[_Asked | Exception | None],
    visitor: Visitor,
    clock: Clock,
) -> None:
    """Ask for the addresses of host after host, until there is an empty list; tell None after each host."""
    while urls := todo.get():
        try:
            for answer in _ask_host(urls, visitor, clock):
                asked.put(answer)
        except Exception as error:  # a mistake of ours, to be raised where it is seen
            asked.put(error)
        asked.put(None)


def _ask_host(urls: list[str], visitor: Visitor, clock: Clock) -> Iterator[_Asked]:
    """Ask one host for its addresses, with a pause between them.

    One that wants to be left alone for long is; nothing is said of the rest then. One that could not be
    reached twice in a row is not tried for the rest.
    """
    dead, answer = 0, Answer(0)
    for number, url in enumerate(urls):
        if number and dead < _DEAD:
            clock.sleep(_PAUSE)
        if dead < _DEAD:
            answer = visitor.ask(url)
        if answer.status in (429, 503) and 0 < answer.wait <= _LONGEST_WAIT:
            clock.sleep(answer.wait)
            answer = visitor.ask(url)
        if answer.status == 429:
            break
        dead = 0 if answer.status else dead + 1
        yield _Asked(url, answer)


def _keep(connection: sqlite3.Connection, asked: _Asked, now: int) -> None:
    url, answer = asked
    row = (url, now, answer.status, answer.moved, answer.why)
    connection.execute("INSERT OR REPLACE INTO answers.answers VALUES (?, ?, ?, ?, ?)", row)


def _problem(path: str, position: tuple[int, int], shown: str, answer: Answer) -> Problem | None:
    """Return what is to be told of an answer."""
    status = answer.status
    if status in (404, 410):
        message = f"the link {shown} leads nowhere: the site answers {status}"
        return finding(
            "external.gone", path, position, message, "find where the page is now, or an archived copy of it"
        )
    if not status:
        message = f"the link {shown} can't be followed: {answer.why}"
        return finding(
            "external.unreachable",
            path,
            position,
            message,
            "mend the address, if it is not a passing trouble",
        )
    if status >= 500:
        message = f"the link {shown} fails: the site answers {status}"
        return finding("external.failing", path, position, message, "look again in a few days")
    if status >= 400:
        message = f"the link {shown} could not be checked: the site answers {status}"
        return finding("external.refused", path, position, message, "look at it in a browser")
    if answer.moved:
        message = f"the link {shown} leads to a page that has moved for good"
        return finding("external.moved", path, position, message, f"write {answer.moved}")
    return None
