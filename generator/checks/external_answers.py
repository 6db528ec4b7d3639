"""Ask other sites for the pages that links lead to, and keep the answers for some days."""

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

from generator.checks.context import ExternalOptions
from generator.checks.http_client import Answer, Clock, HttpClient, SystemClock
from generator.index.damage import discard, why_useless
from generator.index.database import connect
from generator.reporting.report import Reporter

#: Hosts that are asked at the same time, and seconds between two requests to a host.
_HOSTS = 4
_PAUSE = 1.0
#: The longest pause, in seconds, that is granted to a host; a host that wants more is not asked further.
_LONGEST_WAIT = 60.0
#: Failed requests in a row after which a host is not asked further.
_DEAD = 2
#: Days after which a missing page is requested again. A site that could not be reached is always asked again.
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
    CREATE TEMP TABLE wanted AS SELECT DISTINCT target AS url, host(target) AS host FROM web_links
    WHERE target NOT IN (
        SELECT url FROM answers.answers
        WHERE moment > :now - 86400 * CASE WHEN status BETWEEN 200 AND 299 THEN :days
                                           WHEN status = 0 THEN 0 ELSE min(:days, :again) END)
"""


class _UrlAnswer(NamedTuple):
    """The answer for a URL."""

    url: str
    answer: Answer


def refresh(
    connection: sqlite3.Connection, options: ExternalOptions, reporter: Reporter,
    clock: Clock | None = None, client: HttpClient | None = None,
) -> None:  # fmt: skip
    """Attach the answers of earlier checks as `answers`, and ask for those that are missing or too old.

    The links are those of the table `web_links`. `clock` and `client` are for tests.
    """
    clock = clock or SystemClock()
    _open_cache(connection, options.file)
    connection.create_function("host", 1, _host, deterministic=True)
    times = {"now": int(clock.time()), "days": options.days, "again": _AGAIN}
    connection.execute(_WANTED, times)
    _ask_all(connection, client or HttpClient(options.site, clock), clock, reporter)


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


def _ask_all(connection: sqlite3.Connection, client: HttpClient, clock: Clock, reporter: Reporter) -> None:
    """Ask a few hosts at the same time, each for one URL after the other; store answers as they arrive."""
    reporter.begin("ask", connection.execute("SELECT count(*) FROM wanted").fetchone()[0])
    hosts = _by_host(connection)
    todo: SimpleQueue[list[str]] = SimpleQueue()
    asked: SimpleQueue[_UrlAnswer | Exception | None] = SimpleQueue()
    for _ in range(_HOSTS):  # Daemons, so that Ctrl-C does not wait for a slow site.
        Thread(target=_ask_hosts, args=(todo, asked, client, clock), daemon=True).start()
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
    """Put the URLs of some hosts into the queue; return the number of hosts."""
    count = 0
    for count, urls in enumerate(hosts, start=1):  # noqa: B007
        todo.put(urls)
    return count


def _by_host(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """Yield the URLs of one host after the other."""
    rows = connection.execute("SELECT host, url FROM wanted ORDER BY host, url")
    for _, found in groupby(rows, key=lambda row: row[0]):
        yield [url for _, url in found]


def _ask_hosts(
    todo: SimpleQueue[list[str]],
    asked: SimpleQueue[_UrlAnswer | Exception | None],
    client: HttpClient,
    clock: Clock,
) -> None:
    """Ask host after host, until there is an empty list; put None into `asked` after each host."""
    while urls := todo.get():
        try:
            for answer in _ask_host(urls, client, clock):
                asked.put(answer)
        except Exception as error:  # a bug, to be raised in the main thread
            asked.put(error)
        asked.put(None)


def _ask_host(urls: list[str], client: HttpClient, clock: Clock) -> Iterator[_UrlAnswer]:
    """Ask a host for its URLs, with a pause between them.

    If the host wants a longer pause than `_LONGEST_WAIT`, the rest is not asked for and has no answer. If it
    can't be reached `_DEAD` times in a row, the rest gets the last answer.
    """
    dead, answer = 0, Answer(0)
    for number, url in enumerate(urls):
        if number and dead < _DEAD:
            clock.sleep(_PAUSE)
        if dead < _DEAD:
            answer = client.request(url)
        if answer.status in (429, 503) and 0 < answer.wait <= _LONGEST_WAIT:
            clock.sleep(answer.wait)
            answer = client.request(url)
        if answer.status == 429:
            break
        dead = 0 if answer.status else dead + 1
        yield _UrlAnswer(url, answer)


def _keep(connection: sqlite3.Connection, asked: _UrlAnswer, now: int) -> None:
    url, answer = asked
    row = (url, now, answer.status, answer.moved, answer.why)
    connection.execute("INSERT OR REPLACE INTO answers.answers VALUES (?, ?, ?, ?, ?)", row)
