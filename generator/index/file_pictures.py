"""Keep in the index which files beside posts, and static files, are pictures, and how pages show them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from generator.content.outcome import Outcome
from generator.core.digests import digest_values
from generator.index.change_set import ChangeSet
from generator.index.database import get_meta, set_meta
from generator.pictures.beside import FORM

_MARK = "file_pictures"


def rules_changed(connection: sqlite3.Connection, max_pixels: int) -> bool:
    """Note how pictures are looked at; return whether that was different when the files were read.

    `max_pixels` is that of the options of reading: 0 if pictures are not looked at.
    """
    mark = digest_values(FORM, max_pixels).hex() if max_pixels else ""
    if get_meta(connection, _MARK) == mark:
        return False
    set_meta(connection, _MARK, mark)
    return True


def save(connection: sqlite3.Connection, changes: ChangeSet, files: Sequence[Outcome]) -> None:
    """Replace what is known of files that were read."""
    if not files:
        return
    delete(connection, changes, [one.path for one in files])
    pictures = [(one.path, *one.picture) for one in files if one.picture]
    connection.executemany("INSERT INTO file_pictures VALUES (?, ?, ?, ?)", pictures)
    changes.add_file_pictures(path for path, *_ in pictures)


def delete(connection: sqlite3.Connection, changes: ChangeSet, paths: Sequence[str]) -> None:
    """Delete what is known of files."""
    changes.add_file_pictures(paths)
    connection.execute(
        "DELETE FROM file_pictures WHERE path IN (SELECT value FROM json_each(?))", (json.dumps(list(paths)),)
    )
