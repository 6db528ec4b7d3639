"""Prove that workers see the folders of the archive: by files that one machine writes and the other reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths


class Probe(NamedTuple):
    """Files with a text that nobody else knows, one in each folder that workers have to see."""

    files: tuple[str, ...]
    text: str

    def check(self) -> None:
        """Read all files, on a worker. Raises BackfileError."""
        for file in self.files:
            try:
                found = Path(file).read_text("utf-8")
            except OSError as error:
                raise _unseen(file, error.strerror or "") from None
            if found != self.text:
                raise _unseen(file, "a file of the same name has a different text")

    def answer(self) -> str:
        """Read all files and write one beside each, on a worker; return what their names end with."""
        self.check()
        suffix = f"-{uuid4().hex}"
        for file in self.files:
            try:
                Path(file + suffix).write_text(self.text, "utf-8")
            except OSError as error:
                raise _unseen(file, error.strerror or "") from None
        return suffix

    def confirm(self, suffixes: Sequence[str]) -> None:
        """Read what the workers wrote, on the machine of the build, and remove it. Raises BackfileError."""
        for file in (file + suffix for suffix in suffixes for file in self.files):
            try:
                Path(file).unlink()
            except OSError:
                raise _unseen(file, "what a worker wrote is not here") from None


def _unseen(file: str, why: str) -> BackfileError:
    return BackfileError(
        f"--shared-disk: not all workers see {Path(file).parent} as this machine does ({why}); mount it at "
        "the same path on all machines, or leave out --shared-disk"
    )


@contextmanager
def probed(paths: SitePaths) -> Iterator[Probe]:
    """Write the files of a probe, and remove them at the end. Raises OSError."""
    text = uuid4().hex
    # Who sees the state inside the archive sees the archive.
    folders = {paths.state, paths.output.parent} - {paths.root}
    files = tuple(f"{folder}/.backfile-probe-{text}" for folder in sorted(folders))
    with ExitStack() as stack:
        for file in map(Path, files):
            file.parent.mkdir(parents=True, exist_ok=True)
            stack.callback(file.unlink, missing_ok=True)
            file.write_text(text, "utf-8")
        yield Probe(files, text)
