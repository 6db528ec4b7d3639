"""Receive changes of an archive's files from the system, or report that the system can't watch them."""

from __future__ import annotations

import errno
import logging
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

#: Events without the opening and closing of files, which the preview causes itself by reading posts.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileDeletedEvent, FileMovedEvent,
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
]  # fmt: skip
_FOLDERS = ("content", "themes")
#: Seconds for which watchdog holds back the first half of a rename, to report both halves as one. It waits
#: even if the other half comes at once, and its default of 0.5 is longer than a build takes.
_RENAME = 0.02
_LIMITS = {
    errno.ENOSPC: "the system's limit on watched folders is reached (raise fs.inotify.max_user_watches)",
    errno.EMFILE: "the system's limit on watches is reached (raise fs.inotify.max_user_instances)",
}


class WatchError(Exception):
    """The system can't report changes; the text is the reason, to follow `because`."""


class Watcher:
    """Watches site.yaml, content/ and themes/ of an archive, and reports changed paths, relative to its root.

    `report` is called in threads of the observer. Links below the folders are not followed, as in a scan.
    `lost` is called there, with the reason, when changes may have happened that are never reported.
    """

    def __init__(
        self,
        root: Path,
        probe: Path,
        report: Callable[[str], None],
        make: Callable[[], BaseObserver] = Observer,
        lost: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._root = root
        self._probe = probe
        self._report = report
        self._make = make
        self._observer: BaseObserver | None = None
        self._warnings = _Warnings(lost)

    def start(self) -> None:
        """Start to watch. Raises WatchError if the system refuses."""
        _report_renames_soon()
        # The library adds a new folder twice where two events name it; it says so, and goes on.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        _LOGGER.addHandler(self._warnings)
        try:
            self._observer = self._make()
            self._observer.schedule(
                _Handler(str(self._root), "", self._report), str(self._root), event_filter=_EVENTS
            )
            for name in _FOLDERS:
                # The folder may be a link to a different place; paths are reported with the name of the link.
                folder = (self._root / name).resolve()
                if folder.is_dir():
                    handler = _Handler(str(folder), name, self._report)
                    self._observer.schedule(handler, str(folder), recursive=True, event_filter=_EVENTS)
            self._observer.start()
        except OSError as error:
            self.stop()
            raise WatchError(_LIMITS.get(error.errno or 0, error.strerror or str(error))) from None
        self.check()

    def check(self) -> None:
        """Raise WatchError if the system has no watch left, or the watching has ended.

        The library skips folders for which the system has no watch left; one more watch finds that out.
        """
        observer = self._observer
        if observer is None or not all(emitter.is_alive() for emitter in observer.emitters):
            self.stop()
            raise WatchError("a folder that was watched is gone")
        try:
            self._probe.mkdir(parents=True, exist_ok=True)
            observer.unschedule(observer.schedule(_NOTHING, str(self._probe), event_filter=_EVENTS))
        except OSError as error:
            self.stop()
            raise WatchError(_LIMITS.get(error.errno or 0, error.strerror or str(error))) from None

    def stop(self) -> None:
        """Stop watching."""
        _LOGGER.removeHandler(self._warnings)
        observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()
            if observer.is_alive():
                observer.join()


def _report_renames_soon() -> None:
    if sys.platform == "linux":
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = _RENAME


class _Warnings(logging.Handler):
    """Hears the warnings of watchdog: it logs, and tells in no other way, that the system dropped events."""

    def __init__(self, lost: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        """Report a warning, except those of an observer that is being stopped."""
        if "thread is inactive" not in record.getMessage():
            self._lost(record.getMessage())


class _Handler(FileSystemEventHandler):
    """Reports the paths of events, with the name of the watched folder in the archive at the start."""

    def __init__(self, folder: str, name: str, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._name = name
        self._report = report

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report the path of an event; a rename has two."""
        for path in (event.src_path, event.dest_path):
            if path:
                below = os.path.relpath(os.fsdecode(path), self._folder).replace(os.sep, "/")
                self._report("/".join(part for part in (self._name, below) if part not in ("", ".")))


_NOTHING = FileSystemEventHandler()
_LOGGER = logging.getLogger("watchdog")
