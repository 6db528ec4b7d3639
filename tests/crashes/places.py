"""Places that are small, or where nothing can be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"mount is not allowed here: {done.stderr.decode().strip()}")


@contextmanager
def mounted(place: Path, *arguments: str | Path) -> Iterator[None]:
    """Mount something at a place. Skips the test where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    place.mkdir(parents=True, exist_ok=True)
    _mount(*arguments, place)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def small(place: Path, size: int) -> Iterator[None]:
    """Make a place a file system of its own, of so many bytes."""
    with mounted(place, "-t", "tmpfs", "-o", f"size={size}", "none"):
        yield


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Let nothing be written at a place: by its mode, or, since root may do all, by a mount."""
    if os.geteuid() != 0:
        mode = place.stat().st_mode
        place.chmod(0o555)
        try:
            yield
        finally:
            place.chmod(mode)
        return
    with mounted(place, "--bind", place):
        _mount("-o", "remount,ro,bind", place)
        yield


@contextmanager
def filled(place: Path, left: int) -> Iterator[None]:
    """Fill the file system of a place but for so many bytes."""
    file = place / "filling"
    state = os.statvfs(place)
    with open(file, "wb") as stream:
        stream.write(b"x" * max(0, state.f_bavail * state.f_frsize - left))
    try:
        yield
    finally:
        file.unlink()
