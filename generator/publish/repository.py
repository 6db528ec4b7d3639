"""Run git in our own bare repository in `.backfile/`, which holds little but trees."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.publish.programs import ProgramResult, run
from generator.publish.target import without_secrets

#: Refs of the commit of the remote's branch, and of the commit that is to replace it.
TIP, NEXT = "refs/backfile/tip", "refs/backfile/next"
#: Settings of the archive's own repository for the connection to a remote: URLs, credentials, ssh.
_REMOTE_SETTINGS = r"^(http|https|credential|url|ssh|core\.sshcommand|core\.askpass|protocol)\."
#: Commits that are fetched at first: others may add some to ours, as a host does for a custom domain.
_DEPTH = 20
#: The start of a line in the message of each of our commits.
MARK = "Backfile-Fingerprint: "
#: Files that git leaves behind when it is killed.
_LEFTOVERS = ("*.lock", "refs/**/*.lock", "objects/pack/tmp_*", "fast_import_crash_*")
#: Packs and bytes beyond which the repository is deleted; git fetches it again.
_PACKS, _BYTES = 50, 64_000_000


class Repository(NamedTuple):
    """A bare repository, and the remote that it publishes to. `settings` are git's, by name.

    The URL may hold a token, so it is never written to a file: CI systems cache `.backfile/`.
    """

    folder: Path
    url: str
    branch: str
    settings: tuple[tuple[str, str], ...]
    lock: int

    @property
    def place(self) -> str:
        """The URL of the remote, without secrets."""
        return without_secrets(self.url)

    def git(self, *arguments: str, stdin: Iterable[bytes] = ()) -> ProgramResult:
        """Run git in the repository; return its result, whatever the exit code is."""
        return run(
            ["git", *arguments], self.lock, folder=self.folder, environment=self._environment(), stdin=stdin
        )

    def run(self, *arguments: str, stdin: Iterable[bytes] = ()) -> bytes:
        """Run git and return its output. Raises BackfileError if it fails."""
        result = self.git(*arguments, stdin=stdin)
        if result.code:
            raise self.error(arguments[0], result)
        return result.out

    def error(self, command: str, result: ProgramResult) -> BackfileError:
        """Return the error to raise when a command of git failed."""
        return BackfileError(f"{self.place}: git {command} failed: {without_secrets(result.error_line())}")

    def _environment(self) -> dict[str, str]:
        """Return variables with the settings; as arguments, every process could see the credentials."""
        given = {"GIT_DIR": str(self.folder)}
        settings = [*self.settings, ("remote.target.url", self.url)]
        count = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        for number, (name, value) in enumerate(settings, count):
            given |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return given | {"GIT_CONFIG_COUNT": str(count + len(settings))}

    def open(self) -> None:
        """Make the repository if there is none, and remove the leftovers of a killed publication.

        No other process uses it: each shares the lock.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for pattern in _LEFTOVERS:
            for file in self.folder.glob(pattern):
                file.unlink()
        self.run("init", "--quiet", "--bare", str(self.folder))
        self.run("config", "gc.auto", "0")

    def remote_tip(self) -> str:
        """Return the commit of the remote's branch; "" if there is no such branch."""
        output = self.run("ls-remote", "target", f"refs/heads/{self.branch}")
        return output.split(b"\t")[0].decode() if output else ""

    def fetch(self, tip: str) -> None:
        """Fetch the branch and its trees, without the files if the remote supports that.

        If others have added so many commits to ours that ours was not fetched,
        fetch the other commits too, without their trees.
        """
        if self.local_tip() != tip:
            self._fetch(f"--depth={_DEPTH}", "--filter=blob:none")
        if not self.last_own_commit()[0] and (self.folder / "shallow").is_file():
            self._fetch("--unshallow", "--filter=tree:0")

    def _fetch(self, *options: str) -> None:
        branch = f"+refs/heads/{self.branch}:{TIP}"
        self.run("fetch", "--quiet", "--no-tags", *options, "target", branch)

    def push(self, tip: str) -> ProgramResult:
        """Push the next commit in the place of the tip, if that is still the remote's; send only new objects.

        To find the objects that the remote has, git looks at parents alone. Our
        commit has none, so git would send all objects again. In a shallow
        repository, however, git looks at all commits that the remote has
        (`--objects-edge-aggressive` in git-rev-list(1)). So we list the tip as
        shallow, which a commit without parents may be.
        """
        shallow = self.folder / "shallow"
        known = shallow.read_text().split() if shallow.is_file() else []
        if tip:
            shallow.write_text("".join(f"{one}\n" for one in sorted({*known, tip})))
        branch = f"refs/heads/{self.branch}"
        lease = f"--force-with-lease={branch}:{tip}"
        return self.git("push", "--quiet", "--porcelain", lease, "target", f"{NEXT}:{branch}")

    def local_tip(self) -> str:
        """Return the commit of the remote's branch that we fetched or pushed last; "" for none."""
        return self.git("rev-parse", "--quiet", "--verify", TIP).out.decode().strip()

    def tree(self, commit: str) -> str:
        """Return the object id of a commit's tree."""
        return self.run("rev-parse", f"{commit}^{{tree}}").decode().strip()

    def last_own_commit(self) -> tuple[str, str]:
        """Return our latest commit on the branch, and its message; ("", "") for none."""
        output = self.run("log", "-1", f"--grep=^{MARK}", "--format=%H%n%B", TIP).decode("utf-8", "replace")
        commit, _, message = output.partition("\n")
        return commit, message

    def added_since(self, commit: str) -> set[str]:
        """Return the files that others have added to the branch since a commit of ours."""
        names = self.run("diff-tree", "-r", "-z", "--name-only", "--diff-filter=A", commit, TIP).split(b"\0")
        return {name.decode("utf-8", "surrogateescape") for name in names if name}

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield (path, object id) of the files of the remote's commit."""
        for entry in self.run("ls-tree", "-r", "-z", "--full-tree", TIP).split(b"\0"):
            state, _, name = entry.partition(b"\t")
            if name:
                yield name.decode("utf-8", "surrogateescape"), state.split(b" ")[2].decode()

    def discard_if_large(self, sent: int) -> None:
        """Delete the repository if it has grown; `sent` is the bytes of the last publication."""
        packs = len(list(self.folder.glob("objects/pack/*.pack")))
        if packs > _PACKS or sent > _BYTES:
            shutil.rmtree(self.folder)


def resolve_remote(root: Path, remote: str, lock: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the URL of a remote, and the settings of the archive's repository for the connection.

    CI systems keep the credentials of a job there. Raises BackfileError for an unknown remote name.
    """
    if re.fullmatch(r"[\w.-]+", remote) and not (Path.cwd() / remote).exists():
        result = run(["git", "remote", "get-url", "--push", remote], lock, folder=root)
        if result.code:
            raise BackfileError(
                f"git:{remote}: the archive's repository has no such remote ({result.error_line()})"
            )
        remote = result.out.decode().removesuffix("\n")
    found = run(
        ["git", "config", "--local", "--includes", "-z", "--get-regexp", _REMOTE_SETTINGS], lock, folder=root
    ).out.decode("utf-8", "surrogateescape")  # fmt: skip
    pairs = (entry.partition("\n") for entry in found.split("\0") if entry)
    return _absolute(remote), tuple((name, value) for name, _, value in pairs)


def _absolute(remote: str) -> str:
    """Return a local path as an absolute one, since git runs in another folder; a URL as it is."""
    return str(Path(remote).resolve()) if Path(remote).exists() else remote
