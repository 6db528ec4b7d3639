"""Publishing to a branch: one commit without a parent, made from the trees of the last one.

The branch is what it is at the remote: the next commit starts from its tree,
takes in what changed, and takes its place only if nobody else has moved it
meanwhile (`--force-with-lease`). The message says which output it shows, and
which files of the tree are not ours:

    Backfile-Fingerprint: 51d1c3a4f0e94d0c8a7be1a0c7d9e310
    Backfile-Foreign: "CNAME"
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import BackfileError
from generator.publish.destination import Known
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.plan import Plan
from generator.publish.repository import MARK, NEXT, TIP, Repository
from generator.publish.source import Source
from generator.reporting.report import Reporter

#: Tells GitHub Pages to serve files as they are, also those with names that begin with `_`.
_PLAIN = ".nojekyll"
_FINGERPRINT = re.compile(rf"^{MARK}([0-9a-f]+)$", re.MULTILINE)
_FOREIGN = re.compile(r'^Backfile-Foreign: (".*")$', re.MULTILINE)


class GitDestination(NamedTuple):
    """A branch of a remote; `manifest` is where its files are remembered, with the commit they are of."""

    repository: Repository
    manifest: Path

    def known(self, source: Source) -> Known:
        """Ask the remote for its branch, and tell what of it is ours."""
        self.repository.open()
        tip = self.repository.remote_tip()
        if not tip:
            self.repository.git("update-ref", "-d", TIP)
            return Known("", ())
        self.repository.fetch(tip)
        tip = self.repository.local_tip()
        commit, message = self.repository.last_of_ours()
        fingerprint = _FINGERPRINT.findall(message)[0] if commit == tip else ""
        if read_fingerprint(self.manifest) == tip:
            return Known(fingerprint, read_manifest(self.manifest))
        return Known(fingerprint, self._entries(source, self._foreign()))

    def _foreign(self) -> set[str] | None:
        """Return the files that others have put on the branch; None where there is no commit of ours."""
        commit, message = self.repository.last_of_ours()
        if not commit:
            return None
        return {json.loads(name) for name in _FOREIGN.findall(message)} | self.repository.added_since(commit)

    def _entries(self, source: Source, foreign: set[str] | None) -> Iterator[Entry]:
        """Yield what is ours of the branch, with the digests of those files that the output has, too.

        With `foreign` None only what the output takes the place of is ours.
        """
        for path, object_id in self.repository.files():
            ours = source.find(path)
            if ours and object_id_of(source.read(ours)) == object_id:
                yield ours
            elif ours or (foreign is not None and path not in foreign and path != _PLAIN):
                yield Entry(path, None, 0)

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Make the commit, push what the remote lacks, and remember what it holds then."""
        repository = self.repository
        tip = repository.local_tip()
        tree = repository.tree(tip) if tip else ""
        message = _message(source, self._staying(source) if tip else [])
        reporter.begin("commit", plan.sent.files)
        stream = _stream(source, plan, tree, message, reporter)
        repository.need("fast-import", "--quiet", "--force", "--done", feed=stream)
        reporter.end("commit")
        reporter.begin("push", 0)
        self._push(tip)
        reporter.end("push")
        commit = repository.need("rev-parse", NEXT).decode().strip()
        repository.need("update-ref", TIP, commit)
        write_manifest(self.manifest, commit, plan.ours())
        repository.tidy(plan.sent.size)
        return f"{repository.place}: {repository.branch} is at {commit[:12]}"

    def _staying(self, source: Source) -> list[str]:
        """Return the files of the branch that are not ours and stay."""
        found = self._foreign()
        if found is None:
            found = {path for path, _ in self.repository.files()}
        return sorted(path for path in found if path != _PLAIN and not source.find(path))

    def _push(self, tip: str) -> None:
        ended = self.repository.push(tip)
        if b"(stale info)" in ended.out:
            place = f"{self.repository.place}, {self.repository.branch}"
            raise BackfileError(f"{place}: somebody else has changed it meanwhile; publish again")
        if ended.code:
            raise self.repository.failed("push", ended)


def object_id_of(data: bytes) -> str:
    """Return git's name for a file of some bytes (git-hash-object(1))."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _message(source: Source, foreign: list[str]) -> bytes:
    lines = [f"Publish {source.size():,} files", "", f"{MARK}{source.fingerprint}"]
    lines += [f"Backfile-Foreign: {json.dumps(path)}" for path in foreign]
    return ("\n".join(lines) + "\n").encode()


def _stream(source: Source, plan: Plan, tree: str, message: bytes, reporter: Reporter) -> Iterator[bytes]:
    """Yield a commit as git-fast-import(1) reads it: its date is that of the build."""
    yield b"feature done\ncommit %s\n" % NEXT.encode()
    yield b"committer Backfile <backfile@localhost> %d +0000\n" % (source.moment // 1_000_000)
    yield _data(message)
    yield b"deleteall\n"
    if tree:
        yield b'M 040000 %s ""\n' % tree.encode()
    for path in plan.removing():
        yield b"D %s\n" % _quoted(path)
    if not source.find(_PLAIN):
        yield b"M 100644 inline %s\n" % _PLAIN.encode() + _data(b"")
    for entry in plan.sending():
        yield b"M 100644 inline %s\n" % _quoted(entry.path) + _data(source.read(entry))
        reporter.advance(1)
    yield b"\ndone\n"


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _quoted(path: str) -> bytes:
    """Return a path as fast-import reads every path: in quotes, escaped as in C."""
    text = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'.encode()
