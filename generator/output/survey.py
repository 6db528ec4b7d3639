"""Compare the output folder with the ledger; list the files in it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from generator.ledger import outputs
from generator.parallel.background import in_background
from generator.system.folders import Listed, list_folder, walk


@contextmanager
def survey(connection: sqlite3.Connection, file: Path, output: Path) -> Iterator[Callable[[], list[str]]]:
    """Yield a function that returns `changed_folders`; many outputs are looked up in the background.

    `file` is the ledger. Nobody may write to it before the function was called.
    """
    if outputs.is_large(connection):
        with in_background(changed_folders, file, output) as answer:
            yield answer
    else:
        yield lambda: changed_folders(file, output)


def changed_folders(file: Path, output: Path) -> list[str]:
    """Return the folders, "" or with a final slash, in which an output is missing or changed.

    Each output is looked up by its name. That takes half the time of listing the
    folders, since there are many folders with few files each.
    """
    odd: dict[str, None] = {}
    lstat = os.lstat
    # No lock: this may be a forked process, which must not touch the locks of its parent.
    with closing(sqlite3.connect(":memory:", uri=True)) as connection:
        connection.execute("ATTACH ? AS ledger", (f"{file.resolve().as_uri()}?mode=ro&nolock=1",))
        for path, size, mtime_ns in outputs.states(connection):
            try:
                state = lstat(f"{output}/{path}")
            except OSError:
                odd[outputs.split(path)[0]] = None
                continue
            if state.st_mtime_ns != mtime_ns or state.st_size != size:
                odd[outputs.split(path)[0]] = None
    return list(odd)


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
