"""Write new output into a staging folder and move it over by renames, so that nobody sees half a file."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator.core.digests import content_digest
from generator.core.errors import BackfileError, SourceChangedError
from generator.system.files import open_file, read_file, same_state, write_file

#: Bytes of a large file that are in memory at a time.
_PIECE = 1 << 20

#: The temporary copy in an output that is a mount point; with one name, kills leave at most one file.
_SPARE = ".backfile.tmp"


class Written(NamedTuple):
    """The state of a file that was written, or that had the right bytes already."""

    digest: bytes
    size: int
    mtime_ns: int
    staged: bool


class Stage:
    """Writes files into the staging folder, by their output paths. Each worker has its own.

    `output` is the folder to compare with, "" if there is none.
    """

    def __init__(self, staging: str, output: str) -> None:
        self._staging = staging
        self._output = output

    def write(self, path: str, data: bytes) -> Written:
        """Write a file, unless the output has one of the same bytes already."""
        digest = content_digest(data)
        present = self._unchanged(path, data)
        if present:
            return Written(digest, present.st_size, present.st_mtime_ns, False)
        state = self._write(path, data)
        return Written(digest, state.st_size, state.st_mtime_ns, True)

    def copy(self, source: Path, path: str, guard: tuple[int, int] | None = None) -> Written:
        """Copy a file of any size, unless the output has one of the same bytes already.

        Raises SourceChangedError if its (size, mtime_ns) is not the guard, or changes meanwhile.
        """
        present = Path(self._output, path)
        try:
            descriptor = open_file(str(source))
        except OSError as error:
            raise SourceChangedError(error.strerror) from None
        with os.fdopen(descriptor, "rb") as stream:
            state = os.fstat(descriptor)
            found = guard in (None, (state.st_size, state.st_mtime_ns))
            if found and self._output and present.is_file() and _equal(stream, present):
                written = _written(present, staged=False)
            elif found:
                self._make_folder_of(path)
                written = _copy(stream, Path(self._staging, path))
            if not found or not same_state(state, os.fstat(descriptor)):
                raise SourceChangedError("it was written to")
        return written

    def _unchanged(self, path: str, data: bytes) -> os.stat_result | None:
        """Return the state of the file in the output if it has these bytes."""
        if not self._output:
            return None
        try:
            found, state = read_file(f"{self._output}/{path}", len(data))
        except OSError:
            return None
        return state if found == data else None

    def _write(self, path: str, data: bytes) -> os.stat_result:
        """Write the staged file of a path, whose folder mostly is there."""
        file = f"{self._staging}/{path}"
        try:
            return write_file(file, data)
        except FileNotFoundError:
            self._make_folder_of(path)
            return write_file(file, data)

    def _make_folder_of(self, path: str) -> None:
        os.makedirs(f"{self._staging}/{path.rpartition('/')[0]}", exist_ok=True)  # noqa: PTH103


def _equal(stream: BinaryIO, file: Path) -> bool:
    """Return whether a stream and a file have the same bytes."""
    with open(file, "rb") as other:
        if os.fstat(stream.fileno()).st_size != os.fstat(other.fileno()).st_size:
            return False
        while piece := stream.read(_PIECE):
            if piece != other.read(len(piece)):
                stream.seek(0)
                return False
    return True


def _copy(stream: BinaryIO, target: Path) -> Written:
    import shutil  # Late, as below: a build without changes does not need it.

    try:
        with open(target, "wb") as copy:
            shutil.copyfileobj(stream, copy, _PIECE)
    except OSError as error:
        error.filename = str(target)
        raise
    return _written(target, staged=True)


def _written(path: Path, *, staged: bool) -> Written:
    """Return the state of a file of any size."""
    with open(path, "rb") as stream:
        state = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").digest()[:16]
    return Written(digest, state.st_size, state.st_mtime_ns, staged)


def is_vacant(output: Path) -> bool:
    """Return whether a whole folder can take the output's place: it is missing or an empty folder."""
    return not output.exists() or (output.is_dir() and not output.is_symlink() and not any(output.iterdir()))


def install_whole(staging: Path, output: Path) -> bool:
    """Rename the staging folder to a vacant output folder.

    Returns False if that fails, for example because the output is a mount point.
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
    """Move staged files to the output one by one, each by a rename.

    `gone` are old files of ours. They are removed last, so that no link leads to
    a page that is not there. But if one of them is in the place of a new folder,
    or the reverse, they are removed first. Raises BackfileError if a file or
    folder that is not ours is in the way.
    """
    made: set[str] = set()
    spare = output / _SPARE
    try:
        for path in paths:
            try:
                _carry_over(staging / path, output / path, made, spare)
            except _InTheWayError:
                prune(output, gone)
                made.clear()  # This may have removed empty folders too.
                _carry_over(staging / path, output / path, made, spare)
    finally:
        spare.unlink(missing_ok=True)


class _InTheWayError(BackfileError):
    """A file is in the place of a new folder, or the reverse."""


def _carry_over(staged: Path, target: Path, made: set[str], spare: Path) -> None:
    folder = str(target.parent)
    if folder not in made:
        _make_folder(target.parent)
        made.add(folder)
    _replace(staged, target, spare)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _InTheWayError(f"{folder}: a file is where the output needs a folder; move it away") from None


def _replace(staged: Path, target: Path, spare: Path) -> None:
    try:
        staged.replace(target)
    except IsADirectoryError:
        raise _InTheWayError(f"{target}: a folder is where the output needs a file; move it away") from None
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        import shutil

        # The output is on a different file system: copy into it, then rename.
        shutil.copy2(staged, spare)
        spare.replace(target)


def prune(output: Path, paths: Iterable[str]) -> int:
    """Remove files, and folders that become empty; return the number of files."""
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
    """Remove a file and return 1; return 0 if it is missing, or a folder is in its place."""
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
        return  # Not empty, or missing: in both cases nothing of ours is in it.


def clear(staging: Path) -> None:
    """Remove the staging folder of an interrupted build, or of this one."""
    if staging.exists():
        import shutil

        shutil.rmtree(staging)
