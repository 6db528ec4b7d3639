"""Write what was rendered into the staging folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from generator.core.errors import SourceChangedError
from generator.kinds.kind import Copy
from generator.ledger.outputs import Output
from generator.output.staging import Stage, Written
from generator.plan.task import Stale


class Made(NamedTuple):
    """An output that was made; `staged` is False when its bytes were in the output already."""

    output: Output
    staged: bool


class Rendered(NamedTuple):
    """The result of a batch: outputs, and the sources that changed during the build (`path: how`)."""

    made: tuple[Made, ...]
    changed: tuple[str, ...]


def save(stage: Stage, stale: Stale, rendered: bytes | Copy | Written) -> Made:
    """Write an output, or copy its file, unless that is done.

    Raises SourceChangedError, which names the source.
    """
    task, fingerprint, _ = stale
    written = _write(stage, task.path, rendered)
    place = (task.path, task.kind, task.key, fingerprint)
    return Made(Output(*place, written.digest, written.size, written.mtime_ns, task.source), written.staged)


def _write(stage: Stage, path: str, rendered: bytes | Copy | Written) -> Written:
    if isinstance(rendered, Written):
        return rendered
    if not isinstance(rendered, Copy):
        return stage.write(path, rendered)
    try:
        return stage.copy(Path(rendered.file), path, rendered.guard)
    except SourceChangedError as change:
        raise SourceChangedError(f"{rendered.source}: {change}") from None
