"""Fetch the pictures that posts show: ask, judge, keep, and write it down, one picture after the other.

Threads ask, judge, and put bytes into the store (`asking`); this thread alone writes the registry. A picture
is in the store before the registry says so: a kill costs at most the pictures that were on their way.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Thread

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching.asking import Asked, Asking, now_text
from generator.fetching.client import PictureClient
from generator.fetching.decode import Decoder
from generator.fetching.exchange import Brought, exchange
from generator.fetching.options import FetchOptions, lock_file
from generator.fetching.report import Fate, FetchReport
from generator.fetching.schedule import Schedule
from generator.fetching.verdicts import CHANGED, SUBSTITUTE, Fetched
from generator.fetching.wanted import Wanted, shown, wanted
from generator.fetching.wayback import THE_SERVICE, Service
from generator.fetching.written import Posts
from generator.index.database import view
from generator.pictures.addresses import host_of
from generator.pictures.entry import Entry
from generator.pictures.registry import RegistryWriter, read_registry
from generator.pictures.store import PictureStore
from generator.pictures.suspects import suspects
from generator.reporting.report import Reporter
from generator.system.lock import hold

BUSY = "another program is fetching or changing the pictures of this archive"
#: Hosts that are asked at the same time.
_THREADS = 8


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
        with closing(RegistryWriter(paths.root)) as writer:
            _drop_refused(known, store, options.refuse, writer)
            pictures, brought = _pictures(paths, known, store, options, service, reporter)
            with closing(Decoder(options.max_pixels)) as decoder:
                asking = Asking(store, options, known, PictureClient(options), decoder, service)
                run = _Run(asking, writer, Posts(paths.root), reporter, brought)
                return run.all(pictures)


def _pictures(
    paths: SitePaths,
    known: Mapping[str, Entry],
    store: PictureStore,
    options: FetchOptions,
    service: Service,
    reporter: Reporter,
) -> tuple[list[Wanted], Brought]:
    """Return the pictures to ask for, and what a bucket had of them. Afterwards the index is not used."""
    with closing(view(paths.index)) as connection:
        pictures = list(shown(connection))
    brought = exchange(store, known, (one.address for one in pictures), options, reporter)
    today = now_text()[:10]
    copies = host_of(service.copies) if options.wayback else ""
    return list(wanted(pictures, known, store, today, again=options.again, copies=copies)), brought


def _drop_refused(
    known: dict[str, Entry], store: PictureStore, refuse: Collection[str], writer: RegistryWriter
) -> None:
    """Take pictures out of the archive that were kept before site.yaml refused them."""
    for address, entry in known.items():
        if entry.status == "kept" and entry.hash in refuse:
            known[address] = Entry(address, "lost", now_text(), why=SUBSTITUTE)
            writer.add([known[address]])
            store.remove(entry.hash)


class _Run:
    def __init__(
        self, asking: Asking, writer: RegistryWriter, posts: Posts, reporter: Reporter, brought: Brought
    ) -> None:
        self._asking = asking
        self._options = asking.options
        self._known = asking.known
        self._writer = writer
        self._posts = posts
        self._reporter = reporter
        self._report = FetchReport(brought)
        self._begin = time.monotonic()
        self._kept_now: set[str] = set()
        self._pictures, self._bytes = brought.pictures, brought.size

    def all(self, pictures: list[Wanted]) -> FetchReport:
        """Ask for pictures until there are none left, or a limit is reached."""
        self._reporter.begin("fetch", len(pictures))
        schedule = Schedule(pictures, self._options.pause, self._options.per_host)
        todo: SimpleQueue[Wanted | None] = SimpleQueue()
        asked: SimpleQueue[Asked | BaseException] = SimpleQueue()
        for _ in range(_THREADS):  # Daemons, so that Ctrl-C does not wait for a slow host.
            Thread(target=_ask, args=(todo, asked, self._asking), daemon=True).start()
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
            if isinstance(found, BaseException):
                raise found
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

    def _take(self, schedule: Schedule, found: Asked) -> None:
        one, fetched, _ = found
        if schedule.answered(one, fetched.answer, time.monotonic()):
            self._pictures -= 1
            return
        fate, why, size = self._note(found)
        self._report.add(one.host, fate, why, size)
        self._reporter.advance(1)

    def _note(self, found: Asked) -> tuple[Fate, str, int]:
        """Put what there is to say of a picture into the registry, and return what became of it."""
        one, fetched, entry = found
        answer = fetched.answer
        self._bytes += len(answer.data)
        if answer.kind in ("forbidden", "busy"):
            return ("refused" if answer.kind == "forbidden" else "skipped"), answer.why, 0
        if entry is None:
            is_changed = answer.kind == "got" and not fetched.verdict.why
            return ("changed", CHANGED, 0) if is_changed else ("failed", self._why(fetched), 0)
        if entry.status == "kept":
            written = self._posts.written(one)
            entry = entry._replace(shown_as=written.address, alt=written.alt)
        self._writer.add([entry])
        self._known[one.address] = entry
        match entry.status:
            case "kept":
                self._kept_now.add(entry.hash)
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
        every = suspects(self._known.values())
        self._report.suspects = [one for one in every if one.digest in self._kept_now]
        self._reporter.end("fetch")


def _ask(todo: SimpleQueue[Wanted | None], asked: SimpleQueue[Asked | BaseException], asking: Asking) -> None:
    """Ask for picture after picture, until there is None."""
    while one := todo.get():
        try:
            asked.put(asking.ask(one))
        except BaseException as error:  # to be raised in the main thread, which waits for an answer
            asked.put(error)
