"""Explains whatever a path or a URL stands for."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.explain.missing import near_misses, reasons
from generator.explain.outputs import explain_output
from generator.explain.sources import explain_source
from generator.explain.state import State, opened
from generator.explain.subject import find


def explain(paths: SitePaths, what: str, here: Path, now: int) -> list[str]:
    """Return lines about what is meant in the folder `here`; see `phrases` for their form.

    `now` is in microseconds since the epoch. Raises BackfileError when nothing
    is known of it, with what is near.
    """
    with opened(paths, now) as state:
        subject = find(state, what, here)
        if subject.kind == "missing":
            raise BackfileError(_nothing(state, what, subject.path, here))
        explainers = {"source": explain_source, "output": explain_output, "foreign": _foreign}
        return list(explainers[subject.kind](state, subject.path))


def _foreign(state: State, path: str) -> Iterator[str]:
    yield path
    yield ""
    yield f"Backfile did not write this file, so it leaves it as it is: {state.paths.output / path}"


def _nothing(state: State, what: str, path: str, here: Path) -> str:
    if any(os.path.isdir(folder / what) for folder in (here, state.paths.output)):  # noqa: PTH112
        return f"{what}: it is a folder; name a file in it"
    lines = [f"{what}: there is no such output, source or address", *reasons(state, path)]
    near = near_misses(state, what, path)
    if near:
        lines.append(f"did you mean {' or '.join(near)}?")
    return "; ".join(lines)
