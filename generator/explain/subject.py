"""Find the subject that a path or URL names: a source, an output, a picture of another host, nothing."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.content.packs.names import post_in_pack
from generator.core.errors import BackfileError
from generator.explain.pictures import picture_of
from generator.explain.state import State
from generator.ledger.outputs import split

Kind = Literal["source", "output", "picture", "foreign", "missing"]


class Subject(NamedTuple):
    """The thing that a path or URL names.

    `path` starts in the archive for a source, and else in the output; of a picture of another host it is the
    address.
    """

    kind: Kind
    path: str


def find(state: State, name: str, here: Path) -> Subject:
    """Return the subject of a path or URL; relative paths start in the folder `here`.

    An address leads to the output that a web server would answer with.

    Raises BackfileError for an address of another site.
    """
    for path in _sources(state, name, here):
        return Subject("source", path)
    if picture := picture_of(state, name):
        return Subject("picture", picture)
    candidates = list(dict.fromkeys(_outputs(state, name, here)))
    for path in candidates:
        if is_ours(state, path):
            return Subject("output", path)
    for path in candidates:
        if path and os.path.isfile(state.paths.output / path):  # noqa: PTH113
            return Subject("foreign", path)
    return Subject("missing", candidates[0])


def is_ours(state: State, path: str) -> bool:
    """Return whether the ledger has an output."""
    query = "SELECT 1 FROM ledger.outputs WHERE folder = ? AND name = ?"
    return state.connection.execute(query, split(path)).fetchone() is not None


def _sources(state: State, name: str, here: Path) -> Iterator[str]:
    """Yield the sources that a path can name: files that exist now, or existed at the last build."""
    packed = post_in_pack(name)
    if packed:
        yield packed
    for folder in (here, state.paths.root):
        path = _below(_absolute(folder, name), state.paths.root)
        known = state.connection.execute("SELECT 1 FROM sources WHERE path = ?", (path,)).fetchone()
        if path.startswith("content/") and (known or os.path.isfile(state.paths.root / path)):  # noqa: PTH113
            yield path


def _outputs(state: State, name: str, here: Path) -> Iterator[str]:
    """Yield the output paths that a path or URL can name."""
    for folder in (here, state.paths.root, state.paths.output):
        path = _absolute(folder, name)
        if path == state.paths.output:
            yield "index.html"
        elif below := _below(path, state.paths.output):
            yield from _served(below)
    for address in _addresses(state, name):
        yield from _served(address)
        yield from _served(unquote(address))


def _addresses(state: State, name: str) -> Iterator[str]:
    """Yield the address in a URL or a path from the root, with and without the sub-path of the site."""
    try:
        parts = urlsplit(name)
    except ValueError as error:
        raise BackfileError(f"{name}: it is not a URL: {error}") from error
    site = urlsplit(state.base)
    if parts.scheme in ("http", "https"):
        hosts = {site.netloc.lower(), *state.shared.settings.rules.own_hosts}
        if parts.netloc.lower() not in hosts:
            raise BackfileError(f"{name}: it is not an address of this archive, which is at {state.base}")
        name = parts.path
    if site.path.strip("/") and name.startswith(site.path):
        yield name.removeprefix(site.path)
    yield name.partition("#")[0].partition("?")[0].lstrip("/")


def _served(address: str) -> Iterator[str]:
    """Yield the output paths with which a web server may answer an address."""
    if address == "" or address.endswith("/"):
        yield f"{address}index.html"
        return
    yield address
    yield f"{address}/index.html"
    yield f"{address}.html"


def _absolute(folder: Path, name: str) -> Path:
    """Return an absolute path. Symbolic links in its folder are resolved; its last part stays as it is."""
    plain = Path(os.path.normpath(folder / name))
    return plain.parent.resolve() / plain.name


def _below(path: Path, folder: Path) -> str:
    """Return a path relative to a folder, with forward slashes; "" for a path that is not in it."""
    return path.relative_to(folder).as_posix() if folder in path.parents else ""
