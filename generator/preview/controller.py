"""What happens when: changes are gathered, the index is brought up to date, browsers are told."""

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
from generator.preview.changes.classify import Changes, sort
from generator.preview.changes.debounce import Debounce
from generator.preview.changes.theme_stamp import looks_stamp
from generator.preview.changes.watcher import UnwatchedError, Watch
from generator.preview.http.server_sent_events import Hub
from generator.preview.index_process import (
    Broken,
    IndexProcess,
    Message,
    Note,
    Opened,
    Progress,
    Refused,
    Updated,
)
from generator.preview.messages import changed, outcome, progress
from generator.preview.responder import Responder, Shown

#: Changed paths up to which they are looked at one by one.
_MANY = 2_000
#: Seconds of rest after which all is looked through, for what the system did not tell; seconds between two
#: looks where it tells nothing; and how many times as long as the last look the rest is at least.
_REST, _INTERVAL, _EASE = 5.0, 1.0, 10.0
#: Seconds that a request waits for a source to be read that has just changed, and how often.
_PATIENCE, _TRIES = 2.0, 3

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Controller:
    """Runs a preview in an event loop. All that touches the desk is done in the one thread it lives in."""

    def __init__(
        self,
        paths: SitePaths,
        index_process: IndexProcess,
        hub: Hub,
        say: Callable[[str], None],
        *,
        polls: bool,
    ) -> None:
        self._paths = paths
        self._index_process = index_process
        self._hub = hub
        self._say = say
        self._polls = polls
        self._thread = ThreadPoolExecutor(1, "pages")
        self._responder = self._thread.submit(Responder, paths).result()
        self._loop = asyncio.get_running_loop()
        self._debounce = Debounce()
        self._stir = asyncio.Event()
        self._opened = asyncio.Event()
        self._answer: asyncio.Future[Updated | Broken] = self._loop.create_future()
        self._watch = Watch(paths.root, paths.preview, self._notice_from_thread)
        self._stamp = ""
        self._looked = 0.0  # how long the last look at everything took
        self._next_look = float("inf")
        self._failure: BackfileError | None = None
        self._is_read = False
        self._trouble: Broken | None = None
        self.idle = False
        """Whether the indexer waits for something to do."""

    async def show(self, address: str) -> Shown:
        """Return what is at an address; of a source that has just changed, what it says now."""
        for _ in range(_TRIES):
            try:
                return await self._at_responder(self._responder.show, address)
            except SourceChangedError:
                await self._hub.changed(_PATIENCE)
        return Shown(503, "text/plain", b"The source of this page keeps changing; try again.\n")

    async def problems(self) -> Shown:
        """Return a page of all problems."""
        return await self._at_responder(self._responder.all_problems)

    async def run(self) -> None:
        """Keep the preview up to date. Raises BackfileError when that can't go on."""
        threading.Thread(target=self._listen, daemon=True).start()
        await self._start_watch()
        self._stamp = looks_stamp(self._paths)
        await self._opened.wait()
        if self._failure is None:
            # A page first, and then the reading: both at once would be slow at both.
            await self._at_responder(self._responder.open if self._is_read else self._responder.prepare)
        await self._look(None, "")
        while True:
            await self._until_due()
            changes = sort(self._debounce.take())
            if changes:
                await self._handle(changes)
            elif time.monotonic() >= self._next_look:
                await self._look_through()

    async def close(self) -> None:
        """Let go of everything but the indexer."""
        self._watch.stop()
        await self._at_responder(self._responder.close)
        self._thread.shutdown()

    def notice(self, path: str) -> None:
        """Hear that something happened at a path below the site's root."""
        self._debounce.add(path, time.monotonic())
        self._stir.set()

    def _notice_from_thread(self, path: str) -> None:
        if sort([path]):
            self._loop.call_soon_threadsafe(self.notice, path)

    async def _start_watch(self) -> None:
        if self._polls:
            return
        try:
            await asyncio.to_thread(self._watch.start)
        except UnwatchedError as error:
            self._fall_back(str(error))

    def _fall_back(self, why: str) -> None:
        self._polls = True
        self._next_look = 0.0
        self._say(f"changes are looked for every {_INTERVAL:.0f} s or so, because {why}")

    async def _until_due(self) -> None:
        """Wait until changes are due to be looked at, or it is time to look all through."""
        while self._failure is None:
            due = self._debounce.due() if self._debounce else self._next_look
            left = due - time.monotonic()
            if left <= 0:
                return
            self._stir.clear()
            try:
                await asyncio.wait_for(self._stir.wait(), None if left == float("inf") else left)
            except TimeoutError:
                continue
        raise self._failure

    async def _handle(self, changes: Changes) -> None:
        if changes.anew and not self._polls:
            await asyncio.to_thread(self._watch.stop)
            await self._start_watch()
        if changes.theme or changes.settings:
            await self._forget_look()
        few = not (changes.settings or changes.anew) and len(changes.content) <= _MANY
        what = changed(changes)
        if few and not changes.content:
            self._hub.send("change", "pages")
            self._say(f"{what}: pages are made anew")
            return
        await self._look(changes.content if few else None, what)

    async def _look(self, paths: tuple[str, ...] | None, what: str) -> None:
        """Bring the index up to date, and tell; `what` has changed ("": nothing was said to have)."""
        if self._failure:
            raise self._failure
        self._answer, self.idle = self._loop.create_future(), False
        with suppress(OSError):  # It is gone, and the end of its messages is on its way.
            self._index_process.ask(paths)
        answer = await self._answer
        self.idle = True
        if isinstance(answer, Broken):
            await self._broke(answer)
        else:
            await self._updated(answer, what)
        if paths is None:
            self._looked = answer.seconds if isinstance(answer, Updated) else self._looked
        self._plan_look(after_all=paths is None)

    async def _updated(self, answer: Updated, what: str) -> None:
        update, self._is_read, self._trouble = answer.update, True, None
        news = await self._at_responder(self._responder.updated, update.problems)
        if what or news or update.read or update.gone or update.changed:
            self._hub.send("change", "files" if update.files else "pages")
            self._say(outcome(answer, what or "the archive"))

    async def _broke(self, answer: Broken) -> None:
        await self._at_responder(self._responder.broke, answer.problems, answer.text)
        self._hub.send("change", "pages")
        if answer != self._trouble:
            self._say(answer.text or "\n".join(map(str, answer.problems)))
        self._trouble = answer

    def _plan_look(self, *, after_all: bool) -> None:
        rest = max(_INTERVAL if self._polls else _REST, _EASE * self._looked)
        self._next_look = time.monotonic() + rest if self._polls or not after_all else float("inf")

    async def _look_through(self) -> None:
        """Look at everything, for what the system did not tell of."""
        if not self._polls:
            try:
                await asyncio.to_thread(self._watch.check)
            except UnwatchedError:
                await self._start_watch()
        before = self._stamp
        await self._forget_look()
        await self._look(None, "" if before == self._stamp else "site.yaml or a theme")

    async def _forget_look(self) -> None:
        """Read site.yaml and themes again, if they are not as they were."""
        before = self._stamp
        self._stamp = await asyncio.to_thread(looks_stamp, self._paths)
        if before != self._stamp:
            await self._at_responder(self._responder.forget_look)

    def _listen(self) -> None:
        with suppress(RuntimeError):  # The loop is closed: the preview has ended.
            for message in self._index_process.messages():
                self._loop.call_soon_threadsafe(self._hear, message)
            self._loop.call_soon_threadsafe(self._hear, None)

    def _hear(self, message: Message | None) -> None:
        if isinstance(message, Updated | Broken):
            if not self._answer.done():  # else nobody waits for it any more
                self._answer.set_result(message)
        elif isinstance(message, Opened):
            self._is_read = message.is_known
            self._opened.set()
        elif isinstance(message, Progress):
            if not self._is_read:
                self._responder.reading = progress(message)
                self._hub.send("reading", self._responder.reading)
        elif isinstance(message, Note):
            self._say(message.text)
        else:
            self._fail(_failure(message))

    def _fail(self, failure: BackfileError) -> None:
        if self._failure is None:
            self._failure = failure
            self._stir.set()
            self._opened.set()
            if not self._answer.done():
                self._answer.set_exception(failure)
                self._answer.exception()  # Counts as seen: perhaps nobody waits, and asyncio would complain.

    async def _at_responder(
        self, function: Callable[Given, Result], *arguments: Given.args, **named: Given.kwargs
    ) -> Result:
        return await self._loop.run_in_executor(self._thread, lambda: function(*arguments, **named))


def _failure(refused: Refused | None) -> BackfileError:
    """Return why the indexer has ended; None: it did not say."""
    if refused is None:
        return BackfileError(
            "the process that reads posts was killed, perhaps for want of memory; start again"
        )
    return LockedError(refused.text) if refused.is_locked else BackfileError(refused.text)
