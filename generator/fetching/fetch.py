"""Fetch the pictures that posts show: ask, judge, keep, and write it down, one picture after the other.

Threads ask and judge; this thread alone writes. A picture is in the store before the registry says so: a kill
costs at most the pictures that were on their way.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import closing
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.client import PictureClient
from generator.fetching.decode import Decoder
from generator.fetching.options import FetchOptions, lock_file
from generator.fetching.report import Fate, FetchReport
from generator.fetching.schedule import Schedule
from generator.fetching.verdicts import CHANGED, Fetched, entry_of
from generator.fetching.wanted import Wanted, wanted
from generator.fetching.wayback import THE_SERVICE, Service, get_copy
from generator.index.database import view
from generator.pictures.addresses import host_of
from generator.pictures.entry import Entry
from generator.pictures.registry import RegistryWriter, read_registry
from generator.pictures.store import PictureStore
from generator.reporting.report import Reporter
from generator.system.lock import hold

BUSY = "another program is fetching or changing the pictures of this archive"
#: Hosts that are asked at the same time.
_THREADS = 8


class _Asked(NamedTuple):
    one: Wanted
    fetched: Fetched | BaseException


def fetch(
    paths: SitePaths,
    store: PictureStore,
    options: FetchOptions,
    reporter: Reporter,
    service: Service = THE_SERVICE,
) -> FetchReport:
    """Ask for the pictures of the last build's posts that the archive does not have.

    `service` is that of copies, for tests. Raises BackfileError without a build, LockedError while another
    fetch runs, and OSError.
    """
    if not paths.index.is_file():
        raise BackfileError(f"{paths.index}: there is no index; build first")
    with hold(lock_file(paths), BUSY):
        for file in store.leftovers():
            file.unlink(missing_ok=True)
        known = read_registry(paths.root)
        with closing(view(paths.index)) as connection:
            today = now_text()[:10]
            copies = host_of(service.copies) if options.wayback else ""
            found = wanted(connection, known, store, today, again=options.again, copies=copies)
            pictures = list(found)
        writer = RegistryWriter(paths.root)
        with closing(Decoder(options.max_pixels)) as decoder, closing(writer):
            run = _Run(store, options, known, writer, reporter)
            return run.all(pictures, PictureClient(options), decoder, service)


class _Run:
    def __init__(
        self,
        store: PictureStore,
        options: FetchOptions,
        known: dict[str, Entry],
        writer: RegistryWriter,
        reporter: Reporter,
    ) -> None:
        self._store = store
        self._options = options
        self._known = known
        self._writer = writer
        self._reporter = reporter
        self._report = FetchReport()
        self._removed = {one.hash for one in known.values() if one.status == "removed" and one.hash}
        self._begin = time.monotonic()
        self._pictures = self._bytes = 0

    def all(
        self, pictures: list[Wanted], client: PictureClient, decoder: Decoder, service: Service
    ) -> FetchReport:
        """Ask for pictures until there are none left, or a limit is reached."""
        self._reporter.begin("fetch", len(pictures))
        schedule = Schedule(pictures, self._options.pause, self._options.per_host)
        todo: SimpleQueue[Wanted | None] = SimpleQueue()
        asked: SimpleQueue[_Asked] = SimpleQueue()
        for _ in range(_THREADS):  # Daemons, so that Ctrl-C does not wait for a slow host.
            Thread(target=_ask, args=(todo, asked, client, decoder, service), daemon=True).start()
        running = 0
        while True:
            running += self._send(schedule, todo, _THREADS - running)
            ready = None if self._is_over() else schedule.next_time()
            if not running and ready is None:
                break
            try:
                wait = None if ready is None or running == _THREADS else max(0.0, ready - time.monotonic())
                found = asked.get(timeout=wait)
            except Empty:
                continue
            running -= 1
            self._take(schedule, found)
        for _ in range(_THREADS):
            todo.put(None)
        self._finish(schedule)
        return self._report

    def _is_over(self) -> bool:
        spent = time.monotonic() - self._begin
        return self._options.limit.is_reached(self._pictures, self._bytes, spent)

    def _send(self, schedule: Schedule, todo: SimpleQueue[Wanted | None], most: int) -> int:
        """Have threads ask for the pictures whose hosts may be asked now; return their number."""
        sent = 0
        while sent < most and not self._is_over() and (one := schedule.take(time.monotonic())):
            todo.put(one)
            self._pictures += 1
            sent += 1
        return sent

    def _take(self, schedule: Schedule, found: _Asked) -> None:
        one, fetched = found
        if isinstance(fetched, BaseException):
            raise fetched
        if schedule.answered(one, fetched.answer, time.monotonic()):
            self._pictures -= 1
            return
        fate, why, size = self._keep(one, fetched)
        self._report.add(one.host, fate, why, size)
        self._reporter.advance(1)

    def _keep(self, one: Wanted, fetched: Fetched) -> tuple[Fate, str, int]:
        """Put a picture into the store, and what there is to say of it into the registry."""
        answer = fetched.answer
        self._bytes += len(answer.data)
        known = self._known.get(one.address)
        entry = entry_of(
            one.address, fetched, known, now_text(), refused=self._options.refuse, removed=self._removed
        )
        if answer.kind in ("forbidden", "busy"):
            return ("refused" if answer.kind == "forbidden" else "skipped"), answer.why, 0
        if entry is None:
            is_changed = answer.kind == "got" and not fetched.verdict.why
            return ("changed", CHANGED, 0) if is_changed else ("failed", self._why(fetched), 0)
        if entry.status == "kept":
            self._store.add(answer.data)
        self._writer.add([entry])
        self._known[one.address] = entry
        match entry.status:
            case "kept":
                return "kept", "", entry.size
            case "removed":
                return "refused", entry.why, 0
            case "lost":
                return "lost", entry.why, 0
            case _:
                return "failed", entry.why, 0

    def _why(self, fetched: Fetched) -> str:
        return fetched.verdict.why or fetched.answer.why

    def _finish(self, schedule: Schedule) -> None:
        for host, number in schedule.skipped().items():
            self._report.add(host, "skipped", number=number)
        self._report.left = schedule.left()
        self._reporter.end("fetch")


def _ask(
    todo: SimpleQueue[Wanted | None],
    asked: SimpleQueue[_Asked],
    client: PictureClient,
    decoder: Decoder,
    service: Service,
) -> None:
    """Ask for picture after picture and judge them, until there is None."""
    while one := todo.get():
        try:
            asked.put(_Asked(one, _judged(one, client, decoder, service)))
        except BaseException as error:  # to be raised in the main thread, which waits for an answer
            asked.put(_Asked(one, error))


def _judged(one: Wanted, client: PictureClient, decoder: Decoder, service: Service) -> Fetched:
    """Ask for a picture, or for the copy of a lost one, and judge it."""
    origin = ""
    if one.copy:
        answer, origin = get_copy(client, service, one.address, one.date)
    else:
        answer = client.get(one.address)
    if answer.kind != "got":
        return Fetched(answer)
    digest = hashlib.sha256(answer.data).hexdigest()
    return Fetched(answer, decoder.judge(answer.data), digest, origin)


def now_text() -> str:
    """Return the time as the registry has it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
