"""Explain an output: what it shows, what it is made from, and why it was last written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.explain.materials import materials
from generator.explain.sources import UNCHANGED, change
from generator.explain.state import State
from generator.kinds.kind import Kind
from generator.kinds.registry import kind_of, task_of
from generator.ledger import outputs
from generator.ledger.history import last_writing
from generator.plan.reasons import cause
from generator.plan.task import Task, fingerprint

_ROW = "SELECT kind, key, fingerprint, size, mtime_ns FROM ledger.outputs WHERE folder = ? AND name = ?"


class Entry(NamedTuple):
    """An output as the ledger records it."""

    path: str
    kind: str
    key: str
    fingerprint: bytes
    size: int
    mtime_ns: int


def explain_output(state: State, path: str) -> Iterator[str]:
    """Yield sentences about an output in the ledger; `path` is relative to the output folder."""
    row = state.connection.execute(_ROW, outputs.split(path)).fetchone()
    entry = Entry(path, *row)
    kind = kind_of(state.shared.kinds, entry.kind, entry.key)
    yield path
    yield ""
    if kind is None:
        yield "It is of a kind that this version of Backfile does not make."
        yield _written(state, entry)
        yield "The next build removes it."
        return
    task = task_of(state.connection, kind, entry.key, path)
    known = outputs.inputs(state.connection).get(kind.name, {})
    yield f"It is {kind.describe(state.connection, path, entry.key, task)}."
    yield _written(state, entry)
    yield _next_build(state, kind, entry, task, known)
    if task:
        yield from kind.contents(state.connection, task)
    if known.keys() - kind.own_inputs().keys():
        yield ""
        yield from materials(known)


def _written(state: State, entry: Entry) -> str:
    """Return a sentence that says when and why an output was last written."""
    found = last_writing(state.connection, *outputs.split(entry.path))
    if found is None:
        return "An older version of Backfile wrote it last, and did not record when and why."
    if not found.build:
        return "It was never written: its file already had the right bytes when the ledger was created."
    when = f", on {state.moment(found.moment)}" if found.moment is not None else ", long ago"
    of_source = entry.kind in ("post", "page", "file") and found.reason.startswith(f"the {entry.kind} ")
    reason = f"{found.reason}: {entry.key}" if of_source else found.reason
    return f"It was last written by build {found.build}{when}, because {reason}."


def _next_build(
    state: State, kind: Kind, entry: Entry, task: Task[Any] | None, known: Mapping[str, str]
) -> str:
    """Return whether the next build writes an output again, as far as this can be known without a build."""
    file = state.paths.output / entry.path
    if task is None and kind.plans_tasks:
        return "The next build removes it."
    if not file.is_file():
        return "The file is missing; the next build writes it again."
    found = file.stat()
    if (found.st_size, found.st_mtime_ns) != (entry.size, entry.mtime_ns):
        return (
            "The file was changed since, but not by Backfile; "
            "the next build writes it again if its bytes differ."
        )
    now = state.shared.by_kind[kind.name]
    if now != known:
        return f"The next build makes it again: {cause(known, now)} since."
    if task and fingerprint(task, state.shared.digests()[task.page]) != entry.fingerprint:
        return "The next build makes it again: the data that it shows changed since."
    return _source_change(state, kind, entry)


def _source_change(state: State, kind: Kind, entry: Entry) -> str:
    if entry.kind in ("post", "page", "file"):
        sentence = change(state, entry.key)
        return (
            "The next build leaves it as it is: its source has not changed."
            if sentence == UNCHANGED
            else sentence
        )
    if not kind.shows_posts:
        return "The next build leaves it as it is."
    return "The next build leaves it as it is, unless posts that it shows have changed since."
