"""Parse the target of a publication: a folder, an rsync server, a branch of git, a bucket."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.publish.bucket_target import BucketTarget, parse_bucket

#: The branch that GitHub Pages serves by default.
_BRANCH = "gh-pages"
#: `host:path` as scp and rsync read it: the colon comes before any slash. One letter is a drive of Windows.
_REMOTE_SHELL = re.compile(r"[^/:]{2,}:")
#: URLs that are no targets: other protocols, and repositories without `git:`.
_OTHER_URL = re.compile(r"(?!rsync:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)

#: User and password in a URL, even if badly escaped: up to the last `@` of the word.
_SECRET = re.compile(r"(?<=://)[^\s'\"]*@")
#: The same in a well-formed URL; without it, the URL still leads to the same place.
_USER = re.compile(r"(?<=://)[^/@\s]*@")


def without_secrets(text: str) -> str:
    """Return a text without the users and passwords in its URLs, fit for a log."""
    return _SECRET.sub("", text)


class FolderTarget(NamedTuple):
    """A folder of releases on this machine."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    @property
    def key(self) -> str:
        """A text that identifies the target."""
        return str(self.folder)


class RsyncTarget(NamedTuple):
    """A folder in the notation of rsync."""

    place: str

    def __str__(self) -> str:
        return without_secrets(f"rsync:{self.place}")

    @property
    def key(self) -> str:
        """A text that identifies the target; it may hold secrets."""
        return f"rsync:{self.place}"


class GitTarget(NamedTuple):
    """A branch of a repository. `remote` is a remote of the archive's repository, a URL or a path."""

    remote: str
    branch: str

    def __str__(self) -> str:
        return without_secrets(f"git:{self.remote}#{self.branch}")

    @property
    def key(self) -> str:
        """A text that identifies the target, whatever user the URL names; it may hold secrets."""
        return _USER.sub("", f"git:{self.remote}#{self.branch}")


Target = FolderTarget | RsyncTarget | GitTarget | BucketTarget


def parse_target(text: str, base: Path) -> Target:
    """Return the target that a text names; paths are relative to `base`. Raises BackfileError for none."""
    if text.startswith("git:"):
        return _git_target(text)
    if bucket := parse_bucket(text):
        return bucket
    if _OTHER_URL.match(text):
        raise _error(text)
    if text.startswith("rsync:") and not text.startswith("rsync://"):
        return RsyncTarget(_checked(text, text.removeprefix("rsync:")))
    if text.startswith("rsync://") or _REMOTE_SHELL.match(text):
        return RsyncTarget(text)
    return FolderTarget((base / _checked(text, text)).resolve())


def _git_target(text: str) -> GitTarget:
    remote, _, branch = text.removeprefix("git:").rpartition("#")
    if not remote:
        remote, branch = branch, _BRANCH
    return GitTarget(_checked(text, remote), _checked(text, branch))


def _checked(text: str, part: str) -> str:
    if not part or part.startswith("-"):
        raise _error(text)
    return part


def _error(text: str) -> BackfileError:
    return BackfileError(
        f"{without_secrets(text)!r} is no target; write a folder, host:path, rsync://host/path, "
        "git:REMOTE#BRANCH, or a bucket: s3://BUCKET/PREFIX"
    )
