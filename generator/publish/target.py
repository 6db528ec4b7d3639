"""Where to publish, as a user writes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError

#: The branch that GitHub Pages serves unless told otherwise.
_BRANCH = "gh-pages"
#: `host:path` as scp and rsync read it: the colon comes before any slash. One letter is a drive of Windows.
_REMOTE_SHELL = re.compile(r"[^/:]{2,}:")
#: URLs that are no target: of other protocols, or a repository without `git:` before it.
_OTHER_URL = re.compile(r"(?!rsync:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)

#: User and password in a URL, also such as are not escaped as they should be: to the last `@` of the word.
_SECRET = re.compile(r"(?<=://)[^\s'\"]*@")
#: The same in a URL that is well written; what is taken away decides nothing about where it leads.
_USER = re.compile(r"(?<=://)[^/@\s]*@")


def without_secrets(text: str) -> str:
    """Return a text without users and passwords in its URLs, as it may stand in a log."""
    return _SECRET.sub("", text)


class FolderTarget(NamedTuple):
    """A folder of releases on this machine."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)


class RsyncTarget(NamedTuple):
    """A folder that rsync reaches, as rsync names it."""

    place: str

    def __str__(self) -> str:
        return without_secrets(f"rsync:{self.place}")

    @property
    def key(self) -> str:
        """What tells it from every other target; it may hold secrets."""
        return f"rsync:{self.place}"


class GitTarget(NamedTuple):
    """A branch of a repository: the name of a remote of the archive's own, a URL or a path."""

    remote: str
    branch: str

    def __str__(self) -> str:
        return without_secrets(f"git:{self.remote}#{self.branch}")

    @property
    def key(self) -> str:
        """What tells it from every other target, whichever token leads there; it may hold secrets."""
        return _USER.sub("", f"git:{self.remote}#{self.branch}")


Target = FolderTarget | RsyncTarget | GitTarget


def parse_target(text: str, base: Path) -> Target:
    """Return what a text names; paths are relative to `base`. Raises BackfileError for what names nothing."""
    if text.startswith("git:"):
        return _git_target(text)
    if _OTHER_URL.match(text):
        raise _nothing(text)
    if text.startswith("rsync:") and not text.startswith("rsync://"):
        return RsyncTarget(_given(text, text.removeprefix("rsync:")))
    if text.startswith("rsync://") or _REMOTE_SHELL.match(text):
        return RsyncTarget(text)
    return FolderTarget((base / _given(text, text)).resolve())


def _git_target(text: str) -> GitTarget:
    remote, _, branch = text.removeprefix("git:").rpartition("#")
    if not remote:
        remote, branch = branch, _BRANCH
    return GitTarget(_given(text, remote), _given(text, branch))


def _given(text: str, part: str) -> str:
    if not part or part.startswith("-"):
        raise _nothing(text)
    return part


def _nothing(text: str) -> BackfileError:
    return BackfileError(
        f"{without_secrets(text)!r} names no target; write a folder, host:path, rsync://host/path, "
        "or git:REMOTE#BRANCH"
    )
