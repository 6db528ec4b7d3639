"""Repositories of git for tests, independent of how git is set up on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def isolate_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing of this machine, for the test and for what it tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = {"user.name": "a", "user.email": "a@b.example", "protocol.file.allow": "always"}
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(settings)))
    for number, (key, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it says."""
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return os.fsdecode(done.stdout)


def commit(folder: Path) -> None:
    """Commit all there is below a folder, in a repository that is made if need be."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
    wait(folder)


def clone(source: Path, target: Path, *options: str) -> None:
    """Clone as CI does: the last commit alone."""
    git(source.parent, "clone", "-q", "--depth", "1", *options, source.as_uri(), str(target))
    wait(target)


def wait(folder: Path) -> None:
    """Let git's index be a second younger than the files, as after a larger checkout."""
    index = folder / git(folder, "rev-parse", "--git-path", "index").rstrip("\n")
    later = index.stat().st_mtime_ns + 1_000_000_000
    os.utime(index, ns=(later, later))
