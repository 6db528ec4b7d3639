"""Compare the output folder with the ledger; list the files in it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from generator.ledger import outputs, surveyed_folders
from generator.ledger.surveyed_folders import Surveyed
from generator.parallel.background import in_background
from generator.system.folders import Listed, list_folder, walk

#: Up to so many outputs, no second process is started for them.
_ALONE = 2000
#: Up to so many outputs, all are looked at in every build, which takes some 0.05 s beside other work.
SMALL = 20_000
#: Folders whose times are asked for in a build, at 5 microseconds each.
FOLDERS = 30_000
#: In larger archives an output is looked at each time that its folder was asked so often, whatever that said.
BUILDS = 20
#: Nanoseconds for which a folder may change once more without a different time: the coarsest file systems
#: count in steps of two seconds.
_TICK = 2_000_000_000
#: Marks in the ledger: the folder that was surveyed; how often all folders in it were asked for their times;
#: the folder with which the next look begins.
_PLACE, _TURN, _NEXT = "surveyed", "survey turn", "survey next"


class Survey(NamedTuple):
    """A look at the output. With a `turn`, only `FOLDERS` folders are looked at, from `begin` on.

    Those that have their old times are left out but for a share. `file` is the ledger.
    """

    file: Path
    output: Path
    turn: int | None = None
    begin: str = ""

    def look(self) -> Surveyed:
        """Look at the outputs, each by its name.

        That takes half the time of listing the folders, since there are many folders with few files each.
        """
        # No lock: this may be a forked process, which must not touch the locks of its parent.
        with closing(sqlite3.connect(":memory:", uri=True)) as connection:
            connection.execute("ATTACH ? AS ledger", (f"{self.file.resolve().as_uri()}?mode=ro&nolock=1",))
            return _Look(connection, str(self.output)).run(self.turn, self.begin)


class _Look:
    def __init__(self, connection: sqlite3.Connection, output: str) -> None:
        self._connection = connection
        self._output = output
        self._settled = time.time_ns() - _TICK
        self._found = Surveyed([], [], [])

    def run(self, turn: int | None, begin: str) -> Surveyed:
        """Return the folders that changed, and those that did not."""
        if turn is None:
            rows = outputs.states(self._connection)
            for folder, files in groupby(rows, itemgetter(0)):
                self._look(folder, files, self._time(folder))
            return self._found
        some = surveyed_folders.stretch(self._connection, begin, FOLDERS)
        for folder, known in some.times.items():
            now = self._time(folder)
            if not known or now != known or crc32(folder.encode()) % BUILDS == turn:
                self._look(folder, outputs.states_in(self._connection, folder), now)
        return self._found._replace(next=some.next)

    def _time(self, folder: str) -> int:
        """Return the time of a folder; 0 if there is none."""
        try:
            return os.lstat(f"{self._output}/{folder}").st_mtime_ns
        except OSError:
            return 0

    def _look(self, folder: str, files: Iterable[tuple[str, str, int, int]], now: int) -> None:
        """Look at the outputs of a folder that had the time `now` before the first look at one of them."""
        states = list(files)
        if not states:
            self._found.empty.append(folder)
        elif not all(self._is_intact(*one) for one in states):
            self._found.changed.append(folder)
        elif 0 < now < self._settled:
            self._found.intact.append((folder, now))

    def _is_intact(self, folder: str, name: str, size: int, mtime_ns: int) -> bool:
        try:
            state = os.lstat(f"{self._output}/{folder}{name}")
        except OSError:
            return False
        return state.st_mtime_ns == mtime_ns and state.st_size == size


@contextmanager
def survey(
    connection: sqlite3.Connection, file: Path, output: Path, *, whole: bool = False, forks: bool = True
) -> Iterator[Callable[[], Surveyed]]:
    """Yield a function that returns the result of a survey; many outputs are looked up in the background.

    `file` is the ledger. Nobody may write to it before the function was called.
    `whole`: look at all outputs. `forks`: whether this process may be forked; one with threads may not.
    """
    turn = None if whole else _turn(connection, output)
    look = Survey(file, output, turn, outputs.get_mark(connection, _NEXT)).look
    if forks and outputs.has_more(connection, _ALONE):
        with in_background(look) as answer:
            yield answer
    else:
        yield look


def _turn(connection: sqlite3.Connection, output: Path) -> int | None:
    """Return which share of the output is to be looked at; None for all of it."""
    known = outputs.get_mark(connection, _PLACE)
    if not outputs.has_more(connection, SMALL) or known != _place(output):
        return None
    return int(outputs.get_mark(connection, _TURN) or 0) % BUILDS


def save(connection: sqlite3.Connection, output: Path, found: Surveyed) -> None:
    """Save the result of a survey for the next one, unless that looks at everything anyhow."""
    if not outputs.has_more(connection, SMALL):
        return
    surveyed_folders.save(connection, found)
    outputs.set_mark(connection, _PLACE, _place(output))
    outputs.set_mark(connection, _NEXT, found.next)
    if not found.next:
        outputs.set_mark(connection, _TURN, str(int(outputs.get_mark(connection, _TURN) or 0) + 1))


def _place(output: Path) -> str:
    """Return what tells the output folder from one that somebody put into its place; "" without one."""
    try:
        state = output.stat()
    except OSError:
        return ""
    return f"{state.st_dev}:{state.st_ino}"


def files_in(output: Path, folder: str) -> list[Listed]:
    """Return the files in one folder of the output; none if there is no such folder."""
    try:
        files = list_folder(f"{output}/{folder}").files
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [file for file in files if not _is_not_ours(file[0])]


def all_files(output: Path) -> Iterator[str]:
    """Yield the path of every file in the output folder."""
    for folder, listing in walk(str(output), _is_not_ours):
        yield from (f"{folder}{file[0]}" for file in listing.files if not _is_not_ours(file[0]))


def _is_not_ours(name: str) -> bool:
    """Return whether a name is not valid Unicode, unlike all of ours."""
    return not name.isascii() and name.encode("utf-8", "replace").decode() != name
