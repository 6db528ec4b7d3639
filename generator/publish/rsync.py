"""Publishing with rsync, into a folder that is served as it stands.

Two files of ours lie there besides the site: `.backfile-manifest`, what we put
there, and while files are on their way `.backfile-pending`, the paths at which
there may be something else than the manifest tells, or nothing. It is there before
the first file is sent and goes after the manifest has come, so that a
publication that is broken off anywhere is known for what it is.
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
from generator.publish.destination import Known
from generator.publish.manifest import (
    read_fingerprint,
    read_manifest,
    read_paths,
    write_manifest,
    write_paths,
)
from generator.publish.order import PHASES
from generator.publish.plan import Plan
from generator.publish.programs import Ended, run
from generator.publish.source import Source
from generator.publish.target import without_secrets
from generator.reporting.report import Reporter

MANIFEST, PENDING = ".backfile-manifest", ".backfile-pending"
#: What rsync says of a folder that is not there. Its exit code depends on which end finds that out.
_NOTHING = re.compile(r"change_dir .* failed: No such file or directory")
#: Every file is given by its path and sent whatever its time; links are neither followed nor sent. A server
#: may read it, whatever the umask is.
_SEND = ("--times", "--omit-dir-times", "--ignore-times", "--perms", "--chmod=F644")


class RsyncDestination(NamedTuple):
    """A folder that rsync reaches; `state` is where its manifest is remembered.

    `lock` is the descriptor of a lock that rsync is to share.
    """

    place: str
    state: Path
    lock: int

    def known(self, source: Source) -> Known:  # noqa: ARG002
        """Fetch the manifest of the target."""
        incoming = self.state / "incoming"
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        # What was there last time is the basis, so that only differences travel.
        ended = self._run(
            (MANIFEST, PENDING), self._remote, str(incoming),
            "--ignore-missing-args", "--ignore-times", f"--copy-dest={self.state}",
        )  # fmt: skip
        if ended.code and not _NOTHING.search(ended.err):
            raise self._failed(ended)
        manifest, pending = incoming / MANIFEST, incoming / PENDING
        finished = "" if pending.exists() else read_fingerprint(manifest)
        return Known(finished, read_manifest(manifest), read_paths(pending))

    @property
    def _remote(self) -> str:
        return f"{self.place.rstrip('/')}/"

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Send what changed, phase by phase; then remove what is gone; then say what is there."""
        outgoing = self.state / "outgoing"
        shutil.rmtree(outgoing, ignore_errors=True)
        outgoing.mkdir()
        self._announce(plan, outgoing)
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
        """Remove what is gone; `early`: what stands in the way of what is to be sent."""
        if next(plan.removing(early=early), None) is not None:
            self._remove(plan.removing(early=early))
        for _, folders in groupby(plan.emptied(early=early), lambda folder: folder.count("/")):
            self._remove(folders)  # of one depth: a parent of another is not lacking

    def _announce(self, plan: Plan, outgoing: Path) -> None:
        """Let the target know at which paths the manifest may be wrong from now on."""
        before = read_paths(self.state / "incoming" / PENDING)
        sending = (one.path for one in plan.sending())
        write_paths(outgoing / PENDING, chain(before, sending, plan.removing()))
        self._send((PENDING,), outgoing)

    def _send(self, paths: Iterable[str], folder: Path, reporter: Reporter | None = None) -> None:
        told = reporter or Reporter()
        ended = self._run(
            paths, f"{folder}/", self._remote, *_SEND, "--out-format=%n",
            hear=lambda line: None if line.endswith(b"/") else told.advance(1),
        )  # fmt: skip
        if ended.code:
            raise self._failed(ended)

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders if they are empty: rsync asks for what an empty folder here lacks."""
        with tempfile.TemporaryDirectory(prefix="backfile-") as nothing:
            lacking = _with_parents(paths, nothing)
            ended = self._run(
                lacking, f"{nothing}/", self._remote, "--delete-missing-args", "--omit-dir-times"
            )
        if ended.code:
            raise self._failed(ended)

    def _run(
        self, paths: Iterable[str], origin: str, target: str, *options: str,
        hear: Callable[[bytes], None] | None = None,
    ) -> Ended:  # fmt: skip
        """Run rsync for some paths, from one place to another."""
        with tempfile.NamedTemporaryFile(prefix="backfile-") as listing:
            # A name that begins with `#` or `;` would be a comment.
            listing.writelines(f"./{path}".encode() + b"\0" for path in paths)
            listing.flush()
            shared = ("--from0", f"--files-from={listing.name}", "--no-implied-dirs")
            return run(["rsync", *shared, *options, "--", origin, target], self.lock, hear=hear)

    def _failed(self, ended: Ended) -> BackfileError:
        told = f"{self.place}: rsync failed ({ended.code}): {ended.last_words()}"
        return BackfileError(without_secrets(told))


def _with_parents(paths: Iterable[str], folder: str) -> Iterator[str]:
    """Yield paths whose parents have been made below a folder; rsync does not look for them otherwise."""
    made: set[str] = set()
    for path in paths:
        parent = path.rpartition("/")[0]
        if parent not in made:
            Path(folder, parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        yield path
