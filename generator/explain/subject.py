"""What somebody means by a path or a URL: a source, an output, a file that is not ours, or nothing."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.core.errors import BackfileError
from generator.explain.state import State
from generator.ledger.outputs import split

Kind = Literal["source", "output", "foreign", "missing"]


class Subject(NamedTuple):
    """What is meant. `path` is relative to the site for a source, else to the output folder."""

    kind: Kind
    path: str


def find(state: State, what: str, here: Path) -> Subject:
    """Return what is meant in the folder `here`; outputs are looked for as web servers do.

    Raises BackfileError for an address of another site.
    """
    for path in _sources(state, what, here):
        return Subject("source", path)
    candidates = list(dict.fromkeys(_outputs(state, what, here)))
    for path in candidates:
        if is_ours(state, path):
            return Subject("output", path)
    for path in candidates:
        if path and os.path.isfile(state.paths.output / path):  # noqa: PTH113
            return Subject("foreign", path)
    return Subject("missing", candidates[0])


def is_ours(state: State, path: str) -> bool:
    """Tell whether the ledger has an output."""
    query = "SELECT 1 FROM ledger.outputs WHERE folder = ? AND name = ?"
    return state.connection.execute(query, split(path)).fetchone() is not None


def _sources(state: State, what: str, here: Path) -> Iterator[str]:
    """Yield the sources that a path can be: of files that are there, or were there at the last build."""
    for folder in (here, state.paths.root):
        path = _below(_absolute(folder, what), state.paths.root)
        known = state.connection.execute("SELECT 1 FROM sources WHERE path = ?", (path,)).fetchone()
        if path.startswith("content/") and (known or os.path.isfile(state.paths.root / path)):  # noqa: PTH113
            yield path


def _outputs(state: State, what: str, here: Path) -> Iterator[str]:
    """Yield the output paths that a path or a URL can be."""
    for folder in (here, state.paths.root, state.paths.output):
        path = _absolute(folder, what)
        if path == state.paths.output:
            yield "index.html"
        elif below := _below(path, state.paths.output):
            yield from _served(below)
    for address in _addresses(state, what):
        yield from _served(address)
        yield from _served(unquote(address))


def _addresses(state: State, what: str) -> Iterator[str]:
    """Yield what a URL or a path from the root names, with and without the sub-path that the site is at."""
    try:
        parts = urlsplit(what)
    except ValueError as error:
        raise BackfileError(f"{what}: it is not a URL: {error}") from error
    site = urlsplit(state.base)
    if parts.scheme in ("http", "https"):
        hosts = {site.netloc.lower(), *state.shared.settings.rules.own_hosts}
        if parts.netloc.lower() not in hosts:
            raise BackfileError(f"{what}: it is not an address of this archive, which is at {state.base}")
        what = parts.path
    if site.path.strip("/") and what.startswith(site.path):
        yield what.removeprefix(site.path)
    yield what.partition("#")[0].partition("?")[0].lstrip("/")


def _served(address: str) -> Iterator[str]:
    """Yield the files that a web server may answer an address with."""
    if address == "" or address.endswith("/"):
        yield f"{address}index.html"
        return
    yield address
    yield f"{address}/index.html"
    yield f"{address}.html"


def _absolute(folder: Path, what: str) -> Path:
    """Return where a path leads from a folder; the site's own folder is known by its real name."""
    plain = Path(os.path.normpath(folder / what))
    return plain.parent.resolve() / plain.name


def _below(path: Path, folder: Path) -> str:
    """Return a path from a folder with forward slashes, "" for one that is not in it."""
    return path.relative_to(folder).as_posix() if folder in path.parents else ""
