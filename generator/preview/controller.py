"""Run a preview: collect changes, update the index, and send events to browsers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

from generator.core.errors import BackfileError, LockedError, SourceChangedError
from generator.core.paths import SitePaths
from generator.notifications.classify import Changes, classify
from generator.notifications.debounce import Debounce
from generator.notifications.settings_stamp import settings_stamp, slugs_stamp
from generator.notifications.watcher import Watcher, WatchError
from generator.preview.http.server_sent_events import EventBroadcaster
from generator.preview.index_process import (
    IndexProcess,
    Message,
    Note,
    Opened,
    Progress,
    StartFailed,
    Updated,
    UpdateFailed,
)
from generator.preview.messages import changed, outcome, progress
from generator.preview.responder import PreviewResponse, Responder

#: The largest number of changed paths that are updated one by one.
_MAX_PATHS = 2_000
#: Seconds without changes after which everything is checked once, for changes that the system did not report.
_REST = 5.0
#: Seconds between two checks of everything if the system does not report changes.
_INTERVAL = 1.0
#: Both pauses last at least so many times as long as the last check of everything.
_PAUSE_FACTOR = 10.0
#: Seconds that a request waits for an update of a source that has just changed, and how often it does.
_UPDATE_TIMEOUT, _TRIES = 2.0, 3

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Controller:
    """Runs a preview in an event loop. The responder is used only in a thread of its own."""

    def __init__(
        self,
        paths: SitePaths,
        index_process: IndexProcess,
        broadcaster: EventBroadcaster,
        log: Callable[[str], None],
        *,
        polls: bool,
    ) -> None:
        self._paths = paths
        self._index_process = index_process
        self._broadcaster = broadcaster
        self._log = log
        self._polls = polls
        self._thread = ThreadPoolExecutor(1, "pages")
        self._responder = self._thread.submit(Responder, paths).result()
        self._loop = asyncio.get_running_loop()
        self._debounce = Debounce()
        self._wake = asyncio.Event()
        self._opened = asyncio.Event()
        self._answer: asyncio.Future[Updated | UpdateFailed] = self._loop.create_future()
        self._watcher = Watcher(paths.root, paths.preview, self._notice_from_thread)
        self._stamp = ""
        self._check_seconds = 0.0  # duration of the last check of everything
        self._next_check = float("inf")
        self._failure: BackfileError | None = None
        self._is_read = False
        self._last_failure: UpdateFailed | None = None
        self.idle = False
        """Whether the index process waits for a request."""

    async def respond(self, address: str, query: str = "") -> PreviewResponse:
        """Return the response for an address. If its source has just changed, wait for the update."""
        for _ in range(_TRIES):
            try:
                return await self._in_page_thread(self._responder.respond, address, query)
            except SourceChangedError:
                await self._broadcaster.wait_for_change(_UPDATE_TIMEOUT)
        return PreviewResponse(503, "text/plain", b"The source of this page keeps changing; try again.\n")

    async def problems(self) -> PreviewResponse:
        """Return the page of all problems."""
        return await self._in_page_thread(self._responder.all_problems)

    async def run(self) -> None:
        """Keep the preview up to date. Raises BackfileError if it can't go on."""
        threading.Thread(target=self._listen, daemon=True).start()
        await self._start_watcher()
        self._stamp = _stamp(self._paths)
        await self._opened.wait()
        if self._failure is None:
            # A page first, then the reading: at the same time, both would be slow.
            await self._in_page_thread(self._responder.open if self._is_read else self._responder.prepare)
        await self._update(None, "")
        while True:
            await self._until_due()
            changes = classify(self._debounce.take())
            if changes:
                await self._handle(changes)
            elif time.monotonic() >= self._next_check:
                await self._check_all()

    async def close(self) -> None:
        """Close everything but the index process."""
        self._watcher.stop()
        await self._in_page_thread(self._responder.close)
        self._thread.shutdown()

    def notice(self, path: str) -> None:
        """Add a changed path below the site's root."""
        self._debounce.add(path, time.monotonic())
        self._wake.set()

    def _notice_from_thread(self, path: str) -> None:
        if classify([path]):
            self._loop.call_soon_threadsafe(self.notice, path)

    async def _start_watcher(self) -> None:
        if self._polls:
            return
        try:
            await asyncio.to_thread(self._watcher.start)
        except WatchError as error:
            self._start_polling(str(error))

    def _start_polling(self, why: str) -> None:
        self._polls = True
        self._next_check = 0.0
        self._log(f"all files are checked for changes about every {_INTERVAL:.0f} s, because {why}")

    async def _until_due(self) -> None:
        """Wait until changes are due, or it is time to check everything."""
        while self._failure is None:
            due = self._debounce.due() if self._debounce else self._next_check
            left = due - time.monotonic()
            if left <= 0:
                return
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), None if left == float("inf") else left)
            except TimeoutError:
                continue
        raise self._failure

    async def _handle(self, changes: Changes) -> None:
        if changes.roots and not self._polls:
            await asyncio.to_thread(self._watcher.stop)
            await self._start_watcher()
        if changes.theme or changes.settings:
            await self._reload_if_changed()
        few = not (changes.settings or changes.roots) and len(changes.content) <= _MAX_PATHS
        what = changed(changes)
        if few and not changes.content:
            self._broadcaster.send("change", "pages")
            self._log(f"{what}: pages are made again")
            return
        await self._update(changes.content if few else None, what)

    async def _update(self, paths: tuple[str, ...] | None, what: str) -> None:
        """Update the index and report it. `what` describes the changes; it is "" if none is known."""
        if self._failure:
            raise self._failure
        self._answer, self.idle = self._loop.create_future(), False
        with suppress(OSError):  # The process is gone, and its messages will end.
            self._index_process.request(paths)
        answer = await self._answer
        self.idle = True
        if isinstance(answer, UpdateFailed):
            await self._update_failed(answer)
        else:
            await self._updated(answer, what)
        if paths is None:
            self._check_seconds = answer.seconds if isinstance(answer, Updated) else self._check_seconds
        self._plan_check(after_all=paths is None)

    async def _updated(self, answer: Updated, what: str) -> None:
        update, self._is_read, self._last_failure = answer.update, True, None
        has_news = await self._in_page_thread(self._responder.updated, update.problems)
        if what or has_news or update.read or update.gone or update.changed:
            self._broadcaster.send("change", "files" if update.files else "pages")
            self._log(outcome(answer, what or "the archive"))

    async def _update_failed(self, answer: UpdateFailed) -> None:
        await self._in_page_thread(self._responder.update_failed, answer.problems, answer.text)
        self._broadcaster.send("change", "pages")
        if answer != self._last_failure:
            self._log(answer.text or "\n".join(map(str, answer.problems)))
        self._last_failure = answer

    def _plan_check(self, *, after_all: bool) -> None:
        rest = max(_INTERVAL if self._polls else _REST, _PAUSE_FACTOR * self._check_seconds)
        self._next_check = time.monotonic() + rest if self._polls or not after_all else float("inf")

    async def _check_all(self) -> None:
        """Check everything for changes that the system did not report."""
        if not self._polls:
            try:
                await asyncio.to_thread(self._watcher.check)
            except WatchError:
                await self._start_watcher()
        before = self._stamp
        await self._reload_if_changed()
        await self._update(None, "" if before == self._stamp else "site.yaml or a theme")

    async def _reload_if_changed(self) -> None:
        """Read site.yaml and themes again if they have changed."""
        before = self._stamp
        self._stamp = await asyncio.to_thread(_stamp, self._paths)
        if before != self._stamp:
            await self._in_page_thread(self._responder.reload)

    def _listen(self) -> None:
        with suppress(RuntimeError):  # The loop is closed: the preview has ended.
            for message in self._index_process.messages():
                self._loop.call_soon_threadsafe(self._receive, message)
            self._loop.call_soon_threadsafe(self._receive, None)

    def _receive(self, message: Message | None) -> None:
        if isinstance(message, Updated | UpdateFailed):
            if not self._answer.done():  # Else nothing waits for it any more.
                self._answer.set_result(message)
        elif isinstance(message, Opened):
            self._is_read = message.is_known
            self._opened.set()
        elif isinstance(message, Progress):
            if not self._is_read:
                self._responder.reading = progress(message)
                self._broadcaster.send("reading", self._responder.reading)
        elif isinstance(message, Note):
            self._log(message.text)
        else:
            self._stop(_start_error(message))

    def _stop(self, failure: BackfileError) -> None:
        if self._failure is None:
            self._failure = failure
            self._wake.set()
            self._opened.set()
            if not self._answer.done():
                self._answer.set_exception(failure)
                self._answer.exception()  # Mark as retrieved, or asyncio warns if nothing waits.

    async def _in_page_thread(
        self, function: Callable[Given, Result], *arguments: Given.args, **named: Given.kwargs
    ) -> Result:
        return await self._loop.run_in_executor(self._thread, lambda: function(*arguments, **named))


def _stamp(paths: SitePaths) -> str:
    return f"{settings_stamp(paths)} {slugs_stamp(paths)}"


def _start_error(message: StartFailed | None) -> BackfileError:
    """Return why the index process has ended. `message` is None if it ended without one."""
    if message is None:
        return BackfileError(
            "the process that reads posts was killed, perhaps because memory ran out; start again"
        )
    return LockedError(message.text) if message.is_locked else BackfileError(message.text)
