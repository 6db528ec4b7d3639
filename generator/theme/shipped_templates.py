"""Share what is made from the templates of shipped themes among archives.

Python keeps compiled modules beside them, and so does this program with its templates: a new archive need not
parse and compile them again, which takes longer than a small build. Each file is sealed with all that it was
made from (`sealed_file`), so one that does not fit is as good as none. An installation that can't be
written to goes without.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path

from generator.system.files import replacing
from generator.theme.lookup import SHIPPED, Theme

#: Beside the shipped themes, where no file belongs to a theme.
_FOLDER = Path("__pycache__", "templates")


def fetch(folder: Path, theme: Theme) -> None:
    """Copy what was made from shipped themes, if one is in the chain, to an archive that has nothing yet."""
    if folder.is_dir():
        return
    for kept in _kept(theme):
        with suppress(OSError):
            for file in kept.iterdir():
                _copy(file, folder / file.name)


def keep(folder: Path, theme: Theme) -> None:
    """Copy what an archive has made from its templates beside its theme, if that is shipped as a whole.

    Python's switch against files beside modules (`PYTHONDONTWRITEBYTECODE`) holds for these as well.
    """
    if sys.dont_write_bytecode or not _parents(theme) <= set(SHIPPED):
        return
    with suppress(OSError):
        for kept, file in product(_kept(theme), list(folder.iterdir())):
            if _time(kept / file.name) < _time(file):
                _copy(file, kept / file.name)


def _kept(theme: Theme) -> Iterator[Path]:
    return (parent / _FOLDER for parent in sorted(_parents(theme) & set(SHIPPED)))


def _parents(theme: Theme) -> set[Path]:
    return {Path(layer.folder).parent for layer in theme.layers}


def _time(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def _copy(file: Path, target: Path) -> None:
    """Copy a file with its time, by which it is known that both are the same."""
    with replacing(target) as new:
        shutil.copy2(file, new)
