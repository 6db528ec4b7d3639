"""Publish with rsync into a folder that a server serves directly.

Two files of ours are there besides the site:

- `.backfile-manifest` lists the files that we put there;
- `.backfile-pending` lists the paths at which the manifest may be wrong while
  files are being sent. It is sent before the first file and removed after the
  manifest has arrived. So an interrupted publication is always noticed.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.publish.destination import TargetState
from generator.publish.manifest import (
    read_fingerprint,
    read_manifest,
    read_paths,
    write_manifest,
    write_paths,
)
from generator.publish.order import PHASES
from generator.publish.plan import Plan
from generator.publish.programs import ProgramResult, run
from generator.publish.source import Source
from generator.publish.target import without_secrets
from generator.reporting.report import Reporter

MANIFEST, PENDING = ".backfile-manifest", ".backfile-pending"
#: rsync's message for a missing folder. The exit code depends on which end finds out.
_NOTHING = re.compile(r"change_dir .* failed: No such file or directory")
#: Send each listed file, whatever its time is; neither follow nor send links. Let servers read it, whatever
#: the umask is.
_SEND = ("--times", "--omit-dir-times", "--ignore-times", "--perms", "--chmod=F644")


class RsyncDestination(NamedTuple):
    """A folder that rsync reaches. `state` is the local folder for a copy of its manifest.

    `lock` is the descriptor of a lock that rsync shares.
    """

    place: str
    state: Path
    lock: int

    def read_state(self, source: Source) -> TargetState:  # noqa: ARG002
        """Fetch the manifest of the target."""
        incoming = self.state / "incoming"
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        # The copy from last time is the basis, so that only differences are transferred.
        result = self._run(
            (MANIFEST, PENDING), self._remote, str(incoming),
            "--ignore-missing-args", "--ignore-times", f"--copy-dest={self.state}",
        )  # fmt: skip
        if result.code and not _NOTHING.search(result.err):
            raise self._failed(result)
        manifest, pending = incoming / MANIFEST, incoming / PENDING
        finished = "" if pending.exists() else read_fingerprint(manifest)
        return TargetState(finished, read_manifest(manifest), read_paths(pending))

    @property
    def _remote(self) -> str:
        return f"{self.place.rstrip('/')}/"

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Send changed files, phase by phase; then remove old files; then send the manifest."""
        outgoing = self.state / "outgoing"
        shutil.rmtree(outgoing, ignore_errors=True)
        outgoing.mkdir()
        self._send_pending(plan, outgoing)
        self._clear(plan, early=True)
        for phase in PHASES:
            if plan.phases[phase].files:
                reporter.begin(phase, plan.phases[phase].files)
                self._send((one.path for one in plan.sending(phase)), source.output, reporter)
                reporter.end(phase)
        if plan.removed:
            reporter.begin("remove", 0)
            self._clear(plan, early=False)
            reporter.end("remove")
        write_manifest(outgoing / MANIFEST, source.fingerprint, plan.ours())
        self._send((MANIFEST,), outgoing)
        self._remove((PENDING,))
        (outgoing / MANIFEST).replace(self.state / MANIFEST)
        return f"{without_secrets(self.place)}: it is up to date"

    def _clear(self, plan: Plan, *, early: bool) -> None:
        """Remove old files and folders; with `early` only those in whose place a new file or folder goes."""
        if next(plan.removing(early=early), None) is not None:
            self._remove(plan.removing(early=early))
        for _, folders in groupby(plan.emptied(early=early), lambda folder: folder.count("/")):
            self._remove(folders)  # of one depth, so that none is the parent of another

    def _send_pending(self, plan: Plan, outgoing: Path) -> None:
        """Send the list of paths at which the manifest may be wrong from now on."""
        before = read_paths(self.state / "incoming" / PENDING)
        sending = (one.path for one in plan.sending())
        write_paths(outgoing / PENDING, chain(before, sending, plan.removing()))
        self._send((PENDING,), outgoing)

    def _send(self, paths: Iterable[str], folder: Path, reporter: Reporter | None = None) -> None:
        progress = reporter or Reporter()
        result = self._run(
            paths, f"{folder}/", self._remote, *_SEND, "--out-format=%n",
            on_line=lambda line: None if line.endswith(b"/") else progress.advance(1),
        )  # fmt: skip
        if result.code:
            raise self._failed(result)

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files and empty folders: rsync removes listed paths that the empty source folder lacks."""
        with tempfile.TemporaryDirectory(prefix="backfile-") as nothing:
            lacking = _with_parents(paths, nothing)
            result = self._run(
                lacking, f"{nothing}/", self._remote, "--delete-missing-args", "--omit-dir-times"
            )
        if result.code:
            raise self._failed(result)

    def _run(
        self, paths: Iterable[str], origin: str, target: str, *options: str,
        on_line: Callable[[bytes], None] | None = None,
    ) -> ProgramResult:  # fmt: skip
        """Run rsync for some paths, from `origin` to `target`."""
        with tempfile.NamedTemporaryFile(prefix="backfile-") as listing:
            # Without `./`, a name that begins with `#` or `;` would be a comment.
            listing.writelines(f"./{path}".encode() + b"\0" for path in paths)
            listing.flush()
            shared = ("--from0", f"--files-from={listing.name}", "--no-implied-dirs")
            return run(["rsync", *shared, *options, "--", origin, target], self.lock, on_line=on_line)

    def _failed(self, result: ProgramResult) -> BackfileError:
        message = f"{self.place}: rsync failed ({result.code}): {result.error_line()}"
        return BackfileError(without_secrets(message))


def _with_parents(paths: Iterable[str], folder: str) -> Iterator[str]:
    """Yield paths after making their parents below a folder; without those rsync ignores the paths."""
    made: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        if parent not in made:
            Path(folder, parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        yield path
