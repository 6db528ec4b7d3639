"""New output is made beside the output and carried over by renames, so nobody meets half a file."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.digests import content_digest
from generator.errors import BackfileError
from generator.files import read_file, write_file

#: Folders that a worker remembers to have made.
_REMEMBERED = 10_000


class Written(NamedTuple):
    """The state of a file after it was written, or found to have the right bytes already."""

    digest: bytes
    size: int
    mtime_ns: int
    staged: bool


class Stage:
    """Writes files into the staging folder, by their output paths; a worker has one of its own.

    `output` is "" when there is nothing there to compare with.
    """

    def __init__(self, staging: str, output: str) -> None:
        self._staging = staging
        self._output = output
        self._made: set[str] = set()

    def write(self, path: str, data: bytes) -> Written:
        """Write a file, unless the output has one of the same bytes already."""
        digest = content_digest(data)
        standing = self._standing(path, data)
        if standing:
            return Written(digest, standing.st_size, standing.st_mtime_ns, False)
        state = write_file(self._place(path), data)
        return Written(digest, state.st_size, state.st_mtime_ns, True)

    def copy(self, source: Path, path: str) -> Written:
        """Copy a file of any size, unless the output has one of the same bytes already."""
        import filecmp  # late, like shutil below: a build in which nothing changed needs neither
        import shutil

        standing = Path(self._output, path)
        if self._output and standing.is_file() and filecmp.cmp(source, standing, shallow=False):
            return _written(standing, staged=False)
        target = Path(self._place(path))
        shutil.copyfile(source, target)
        return _written(target, staged=True)

    def _standing(self, path: str, data: bytes) -> os.stat_result | None:
        if not self._output:
            return None
        try:
            found, state = read_file(f"{self._output}/{path}", len(data))
        except OSError:
            return None
        return state if found == data else None

    def _place(self, path: str) -> str:
        folder = f"{self._staging}/{path.rpartition('/')[0]}"
        if folder not in self._made:
            if len(self._made) > _REMEMBERED:
                self._made.clear()
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._made.add(folder)
        return f"{self._staging}/{path}"


def _written(path: Path, *, staged: bool) -> Written:
    """Return the state of a file of any size."""
    with open(path, "rb") as stream:
        state = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").digest()[:16]
    return Written(digest, state.st_size, state.st_mtime_ns, staged)


def is_vacant(output: Path) -> bool:
    """Tell whether a whole folder can be put in the output's place: there is none, or an empty one."""
    return not output.exists() or (output.is_dir() and not output.is_symlink() and not any(output.iterdir()))


def install_whole(staging: Path, output: Path) -> bool:
    """Put the staging folder in the place of an output folder that is vacant.

    Returns False when that can't be done, as where the output is a mount point.
    """
    staging.mkdir(parents=True, exist_ok=True)
    try:
        if output.exists():
            output.rmdir()
        staging.rename(output)
    except OSError:
        return False
    return True


def install_each(staging: Path, output: Path, paths: Iterable[str], gone: Sequence[str]) -> None:
    """Carry staged files over one by one, each by a rename.

    `gone` are files of ours that have no place any more. They are removed last,
    so that no link leads to a page before it is there or after it is not; but
    when one of them stands where a folder is needed, or the other way round,
    they go first. Raises BackfileError when what stands in the way is not ours.
    """
    made: set[str] = set()
    for path in paths:
        try:
            _carry_over(staging / path, output / path, made)
        except _InTheWayError:
            prune(output, gone)
            _carry_over(staging / path, output / path, made)


class _InTheWayError(BackfileError):
    """Something stands where a file or a folder has to go."""


def _carry_over(staged: Path, target: Path, made: set[str]) -> None:
    folder = str(target.parent)
    if folder not in made:
        _make_folder(target.parent)
        made.add(folder)
    _replace(staged, target)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _InTheWayError(
            f"{folder}: a file stands where the output needs a folder; move it away"
        ) from None


def _replace(staged: Path, target: Path) -> None:
    try:
        staged.replace(target)
    except IsADirectoryError:
        raise _InTheWayError(
            f"{target}: a folder stands where the output needs a file; move it away"
        ) from None
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        import shutil

        # The output is a mount of its own: copy beside the target, then rename.
        temporary = target.with_name(f".{target.name}.tmp")
        shutil.copy2(staged, temporary)
        temporary.replace(target)


def prune(output: Path, paths: Iterable[str]) -> int:
    """Remove files that were ours and folders that this leaves empty; return the number of files."""
    removed = 0
    folders: set[Path] = set()
    for path in paths:
        target = output / path
        removed += _remove(target)
        folders.update(parent for parent in target.parents if output in parent.parents)
    for folder in sorted(folders, reverse=True):
        _remove_if_empty(folder)
    return removed


def _remove(file: Path) -> int:
    """Remove a file and return 1; 0 where there is none, or a folder stands in its place by now."""
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError:
        if file.is_dir():
            return 0
        raise
    return 1


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # Not empty, or gone already: either way there is nothing of ours in it.


def clear(staging: Path) -> None:
    """Remove the staging folder of a build that was broken off, or of this one."""
    if staging.exists():
        import shutil

        shutil.rmtree(staging)
