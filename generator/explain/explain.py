"""Explain the source, output or address that a path or a URL names."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.explain.missing import near_misses, reasons
from generator.explain.outputs import explain_output
from generator.explain.pictures import explain_picture
from generator.explain.sources import explain_source
from generator.explain.state import State, opened
from generator.explain.subject import find


def explain(paths: SitePaths, name: str, here: Path, now: int) -> list[str]:
    """Return lines about the subject that a path or URL names; see `phrases` for their form.

    Relative paths start in the folder `here`. `now` is in microseconds since the epoch. Raises BackfileError
    when nothing has that name; its text suggests similar names.
    """
    with opened(paths, now) as state:
        subject = find(state, name, here)
        if subject.kind == "missing":
            raise BackfileError(_nothing(state, name, subject.path, here))
        explainers = {
            "source": explain_source,
            "output": explain_output,
            "picture": explain_picture,
            "foreign": _foreign,
        }
        return list(explainers[subject.kind](state, subject.path))


def _foreign(state: State, path: str) -> Iterator[str]:
    yield path
    yield ""
    yield f"Backfile did not write this file and does not change it: {state.paths.output / path}"


def _nothing(state: State, name: str, path: str, here: Path) -> str:
    if any(os.path.isdir(folder / name) for folder in (here, state.paths.output)):  # noqa: PTH112
        return f"{name}: it is a folder; name a file in it"
    lines = [f"{name}: there is no such output, source or address", *reasons(state, path)]
    near = near_misses(state, name, path)
    if near:
        lines.append(f"did you mean {' or '.join(near)}?")
    return "; ".join(lines)
