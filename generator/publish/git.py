"""Publish to a branch: one commit without a parent, made from the tree of the commit before.

The remote's branch is the starting point: the new commit takes over its tree
and adds the changes. It replaces the branch only if nobody else has moved it
meanwhile (`--force-with-lease`). The message names the fingerprint of the
output, and the files of the tree that are not ours:

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
from generator.publish.destination import TargetState
from generator.publish.manifest import Entry, read_fingerprint, read_manifest, write_manifest
from generator.publish.plan import Plan
from generator.publish.repository import MARK, NEXT, TIP, Repository
from generator.publish.source import Source
from generator.reporting.report import Reporter

#: Makes GitHub Pages serve all files unchanged, also those whose names begin with `_`.
_NO_JEKYLL = ".nojekyll"
_FINGERPRINT = re.compile(rf"^{MARK}([0-9a-f]+)$", re.MULTILINE)
_FOREIGN = re.compile(r'^Backfile-Foreign: (".*")$', re.MULTILINE)


class GitDestination(NamedTuple):
    """A branch of a remote. `manifest`: a local list of its files, with the commit as fingerprint."""

    repository: Repository
    manifest: Path

    def read_state(self, source: Source) -> TargetState:
        """Ask the remote for its branch; return the files of it that are ours."""
        self.repository.open()
        tip = self.repository.remote_tip()
        if not tip:
            self.repository.git("update-ref", "-d", TIP)
            return TargetState("", ())
        self.repository.fetch(tip)
        tip = self.repository.local_tip()
        commit, message = self.repository.last_own_commit()
        fingerprint = _FINGERPRINT.findall(message)[0] if commit == tip else ""
        if read_fingerprint(self.manifest) == tip:
            return TargetState(fingerprint, read_manifest(self.manifest))
        return TargetState(fingerprint, self._entries(source, self._foreign()))

    def _foreign(self) -> set[str] | None:
        """Return the files that others have put on the branch; None if no commit is ours."""
        commit, message = self.repository.last_own_commit()
        if not commit:
            return None
        return {json.loads(name) for name in _FOREIGN.findall(message)} | self.repository.added_since(commit)

    def _entries(self, source: Source, foreign: set[str] | None) -> Iterator[Entry]:
        """Yield our files of the branch; a file that the output has too comes with its digest.

        With `foreign` None, ours are only the files that the output replaces.
        """
        for path, object_id in self.repository.files():
            ours = source.find(path)
            if ours and blob_id(source.read(ours)) == object_id:
                yield ours
            elif ours or (foreign is not None and path not in foreign and path != _NO_JEKYLL):
                yield Entry(path, None, 0)

    def send(self, source: Source, plan: Plan, reporter: Reporter) -> str:
        """Make the commit, push the objects that the remote lacks, and record its files."""
        repository = self.repository
        tip = repository.local_tip()
        tree = repository.tree(tip) if tip else ""
        message = _message(source, self._foreign_files(source) if tip else [])
        reporter.begin("commit", plan.sent.files)
        stream = _commit_stream(source, plan, tree, message, reporter)
        repository.run("fast-import", "--quiet", "--force", "--done", stdin=stream)
        reporter.end("commit")
        reporter.begin("push", 0)
        self._push(tip)
        reporter.end("push")
        commit = repository.run("rev-parse", NEXT).decode().strip()
        repository.run("update-ref", TIP, commit)
        write_manifest(self.manifest, commit, plan.ours())
        repository.discard_if_large(plan.sent.size)
        return f"{repository.place}: {repository.branch} is at {commit[:12]}"

    def _foreign_files(self, source: Source) -> list[str]:
        """Return the files of the branch that are not ours and therefore stay."""
        found = self._foreign()
        if found is None:
            found = {path for path, _ in self.repository.files()}
        return sorted(path for path in found if path != _NO_JEKYLL and not source.find(path))

    def _push(self, tip: str) -> None:
        result = self.repository.push(tip)
        if b"(stale info)" in result.out:
            place = f"{self.repository.place}, {self.repository.branch}"
            raise BackfileError(f"{place}: somebody else has changed this branch meanwhile; publish again")
        if result.code:
            raise self.repository.error("push", result)


def blob_id(data: bytes) -> str:
    """Return git's object id of a file with these bytes (git-hash-object(1))."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _message(source: Source, foreign: list[str]) -> bytes:
    lines = [f"Publish {source.size():,} files", "", f"{MARK}{source.fingerprint}"]
    lines += [f"Backfile-Foreign: {json.dumps(path)}" for path in foreign]
    return ("\n".join(lines) + "\n").encode()


def _commit_stream(
    source: Source, plan: Plan, tree: str, message: bytes, reporter: Reporter
) -> Iterator[bytes]:
    """Yield a commit in the format of git-fast-import(1), dated when the output was built."""
    yield b"feature done\ncommit %s\n" % NEXT.encode()
    yield b"committer Backfile <backfile@localhost> %d +0000\n" % (source.built_at // 1_000_000)
    yield _data(message)
    yield b"deleteall\n"
    if tree:
        yield b'M 040000 %s ""\n' % tree.encode()
    for path in plan.removing():
        yield b"D %s\n" % _quoted(path)
    if not source.find(_NO_JEKYLL):
        yield b"M 100644 inline %s\n" % _NO_JEKYLL.encode() + _data(b"")
    for entry in plan.sending():
        yield b"M 100644 inline %s\n" % _quoted(entry.path) + _data(source.read(entry))
        reporter.advance(1)
    yield b"\ndone\n"


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _quoted(path: str) -> bytes:
    """Return a path as fast-import expects it: in quotes, escaped as in C."""
    text = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'.encode()
