"""The repository of git's that a branch is made in: our own, in `.backfile/`, with little in it but trees."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.publish.programs import Ended, run
from generator.publish.target import without_secrets

#: Where the branch of the target, and the commit that is to replace it, are kept.
TIP, NEXT = "refs/backfile/tip", "refs/backfile/next"
#: Settings of the archive's own repository that say how a remote is reached, and with which rights.
_REACHING = r"^(http|https|credential|url|ssh|core\.sshcommand|core\.askpass|protocol)\."
#: Commits that are fetched at first: others put theirs upon ours, as a host does when it is given a domain.
_DEPTH = 20
#: What our commits have in their messages.
MARK = "Backfile-Fingerprint: "
#: What git leaves behind when it is killed.
_LEFTOVERS = ("*.lock", "refs/**/*.lock", "objects/pack/tmp_*", "fast_import_crash_*")
#: Packs and bytes beyond which the repository is thrown away: what it is needed for is fetched again.
_PACKS, _BYTES = 50, 64_000_000


class Repository(NamedTuple):
    """A bare repository, and the remote that it publishes to. `settings` are git's, by name.

    The URL may hold a token, so it is never written down: `.backfile/` goes into CI's cache.
    """

    folder: Path
    url: str
    branch: str
    settings: tuple[tuple[str, str], ...]
    lock: int

    @property
    def place(self) -> str:
        """The remote as it may be shown."""
        return without_secrets(self.url)

    def git(self, *arguments: str, feed: Iterable[bytes] = ()) -> Ended:
        """Run git in the repository."""
        return run(
            ["git", *arguments], self.lock, folder=self.folder, environment=self._environment(), feed=feed
        )

    def need(self, *arguments: str, feed: Iterable[bytes] = ()) -> bytes:
        """Run git and return what it says. Raises BackfileError when it fails."""
        ended = self.git(*arguments, feed=feed)
        if ended.code:
            raise self.failed(arguments[0], ended)
        return ended.out

    def failed(self, what: str, ended: Ended) -> BackfileError:
        """Return the error to raise when a command of git's failed."""
        return BackfileError(f"{self.place}: git {what} failed: {without_secrets(ended.last_words())}")

    def _environment(self) -> dict[str, str]:
        """Return variables that hand settings on; rights must not stand where every process sees them."""
        given = {"GIT_DIR": str(self.folder)}
        settings = [*self.settings, ("remote.target.url", self.url)]
        count = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        for number, (name, value) in enumerate(settings, count):
            given |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return given | {"GIT_CONFIG_COUNT": str(count + len(settings))}

    def open(self) -> None:
        """Make the repository if there is none, and clear what a publication has left that was killed.

        Nobody else works here: who does, shares the lock.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for pattern in _LEFTOVERS:
            for file in self.folder.glob(pattern):
                file.unlink()
        self.need("init", "--quiet", "--bare", str(self.folder))
        self.need("config", "gc.auto", "0")

    def remote_tip(self) -> str:
        """Return the commit that the branch of the remote is at; "" where there is no such branch."""
        said = self.need("ls-remote", "target", f"refs/heads/{self.branch}")
        return said.split(b"\t")[0].decode() if said else ""

    def fetch(self, tip: str) -> None:
        """Fetch the branch and its trees, without the files where the remote can leave them out.

        Where others have put so many commits upon ours that it is not among those
        fetched, fetch the other commits too, without their trees.
        """
        if self.local_tip() != tip:
            self._fetch(f"--depth={_DEPTH}", "--filter=blob:none")
        if not self.last_of_ours()[0] and (self.folder / "shallow").is_file():
            self._fetch("--unshallow", "--filter=tree:0")

    def _fetch(self, *options: str) -> None:
        branch = f"+refs/heads/{self.branch}:{TIP}"
        self.need("fetch", "--quiet", "--no-tags", *options, "target", branch)

    def push(self, tip: str) -> Ended:
        """Push the next commit in the place of the tip, if that is still the remote's; send only what is new.

        Of what the remote has git looks at parents alone, and an orphan has none:
        it would send everything again. But of a shallow repository it takes no
        parent for granted and looks at all commits that the remote is at
        (`--objects-edge-aggressive` in git-rev-list(1)). So the tip is called
        shallow, as which a commit without parents may pass.
        """
        shallow = self.folder / "shallow"
        known = shallow.read_text().split() if shallow.is_file() else []
        if tip:
            shallow.write_text("".join(f"{one}\n" for one in sorted({*known, tip})))
        branch = f"refs/heads/{self.branch}"
        lease = f"--force-with-lease={branch}:{tip}"
        return self.git("push", "--quiet", "--porcelain", lease, "target", f"{NEXT}:{branch}")

    def local_tip(self) -> str:
        """Return the commit that the branch of the remote was at when we last knew; "" for none."""
        return self.git("rev-parse", "--quiet", "--verify", TIP).out.decode().strip()

    def tree(self, commit: str) -> str:
        """Return the name of a commit's tree."""
        return self.need("rev-parse", f"{commit}^{{tree}}").decode().strip()

    def last_of_ours(self) -> tuple[str, str]:
        """Return the latest commit of ours on the branch, and its message; ("", "") for none."""
        said = self.need("log", "-1", f"--grep=^{MARK}", "--format=%H%n%B", TIP).decode("utf-8", "replace")
        commit, _, message = said.partition("\n")
        return commit, message

    def added_since(self, commit: str) -> set[str]:
        """Return the files that others have added to the branch upon a commit of ours."""
        names = self.need("diff-tree", "-r", "-z", "--name-only", "--diff-filter=A", commit, TIP).split(b"\0")
        return {name.decode("utf-8", "surrogateescape") for name in names if name}

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield (path, object id) of the files of the remote's commit."""
        for entry in self.need("ls-tree", "-r", "-z", "--full-tree", TIP).split(b"\0"):
            state, _, name = entry.partition(b"\t")
            if name:
                yield name.decode("utf-8", "surrogateescape"), state.split(b" ")[2].decode()

    def tidy(self, sent: int) -> None:
        """Throw the repository away when it has grown; `sent` is the bytes of the last publication."""
        packs = len(list(self.folder.glob("objects/pack/*.pack")))
        if packs > _PACKS or sent > _BYTES:
            shutil.rmtree(self.folder)


def reaching(root: Path, remote: str, lock: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the URL of a remote, and the settings of the archive's repository that serve to reach it.

    CI systems keep there what lets a job push. Raises BackfileError for a name that is none of a remote.
    """
    if re.fullmatch(r"[\w.-]+", remote) and not (Path.cwd() / remote).exists():
        ended = run(["git", "remote", "get-url", "--push", remote], lock, folder=root)
        if ended.code:
            raise BackfileError(
                f"git:{remote}: the archive has no remote of that name ({ended.last_words()})"
            )
        remote = ended.out.decode().removesuffix("\n")
    found = run(
        ["git", "config", "--local", "--includes", "-z", "--get-regexp", _REACHING], lock, folder=root
    ).out.decode("utf-8", "surrogateescape")  # fmt: skip
    pairs = (entry.partition("\n") for entry in found.split("\0") if entry)
    return _absolute(remote), tuple((name, value) for name, _, value in pairs)


def _absolute(remote: str) -> str:
    """Return the address of a repository on this machine from the root, since git runs in another folder."""
    return str(Path(remote).resolve()) if Path(remote).exists() else remote
