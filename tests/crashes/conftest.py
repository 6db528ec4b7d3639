"""Fixtures for builds that end badly."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crashes.warm import Warm, start
from tests.sites import Site


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A warm process to order builds from."""
    with start() as one:
        yield one


class Prepared:
    """Archives that were built once; each test gets a copy, at the same path as the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def site(self, name: str, make: Callable[[Path], object]) -> Site:
        """Return an archive as `make` leaves it in a folder that does not exist yet."""
        root, kept = self._folder / name / "site", self._folder / name / "kept"
        shutil.rmtree(root, ignore_errors=True)
        if not kept.is_dir():
            make(root)
            shutil.copytree(root, kept, symlinks=True)
        else:
            shutil.copytree(kept, root, symlinks=True)
        return Site(root)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Archives that tests of this process share."""
    return Prepared(tmp_path_factory.mktemp("prepared"))
