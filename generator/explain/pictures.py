"""Explain a picture of another host: what the registry says of it, and which posts show it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.explain.state import State
from generator.kinds.parts.sentences import items
from generator.pictures.addresses import normal
from generator.pictures.entry import Entry
from generator.pictures.names import FOLDER, digits_of, is_name
from generator.pictures.registry import read_registry
from generator.pictures.shown import from_text

_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM pictures WHERE address = :key)
        OR EXISTS (SELECT 1 FROM links WHERE target = :key)
"""
_POSTS = """
    SELECT posts.path, posts.live FROM links JOIN posts ON posts.id = links.post_id
    WHERE links.target = ? ORDER BY posts.stamp DESC, posts.path
"""


def picture_of(state: State, name: str) -> str:
    """Return the address of a picture, as the registry has it; "" if no post shows it and none is known.

    A file at the address of kept pictures is that of the first address with its bytes.
    """
    own = state.shared.settings.rules.picture_url
    if own and name.startswith(own) and is_name(name.removeprefix(own)):
        start = digits_of(name.rpartition("/")[2])
        query = "SELECT min(address) FROM pictures WHERE hash >= ? AND hash < ?"
        return state.connection.execute(query, (start, f"{start}g")).fetchone()[0] or ""
    key = normal(name)
    found = state.connection.execute(_KNOWN, {"key": key}).fetchone()[0] if key else 0
    return key if found else ""


def explain_picture(state: State, key: str) -> Iterator[str]:
    """Yield sentences about the picture at an address."""
    yield key
    yield ""
    entry = read_registry(state.paths.root).get(key)
    yield from _known(entry) if entry else ["It is not in the registry: nobody has asked for it yet."]
    text = state.connection.execute("SELECT shown FROM pictures WHERE address = ?", (key,)).fetchone()
    if text and text[0]:
        one = from_text(text[0])
        if one.manner == "kept":
            own = state.shared.settings.rules.picture_url
            yield (
                f"It is published at {own}{one.name}."
                if own
                else f"Its file on the site is {FOLDER}{one.name}."
            )
        if one.manner == "away":
            yield "The store lacks its bytes, so pages show it from its own address."
    posts = [path if live else f"{path}, which is not published" for path, live in _posts(state, key)]
    yield "Posts that show it:" if posts else "No post shows it."
    yield from items(posts)


def _posts(state: State, key: str) -> list[tuple[str, int]]:
    return state.connection.execute(_POSTS, (key,)).fetchall()


def _known(entry: Entry) -> Iterator[str]:
    size = f"{entry.width} × {entry.height} pixels" if entry.width else "of unknown size"
    match entry.status:
        case "kept":
            yield f"It is kept since {entry.when}: {entry.type}, {size}, {entry.size:,} bytes."
            yield f"Its SHA-256 is {entry.hash}."
        case "lost":
            yield f"It is lost since {entry.when}: {entry.why or 'nobody has noted why'}."
        case "failed":
            yield f"It could not be got so far, the last time at {entry.when}: {entry.why}."
        case "removed":
            yield f"It was removed at {entry.when}: {entry.why or 'nobody has noted why'}."
    yield from _origin(entry)


def _origin(entry: Entry) -> Iterator[str]:
    """Say how the post wrote a picture, and where its bytes came from."""
    if entry.shown_as:
        yield f"The post wrote its address as {entry.shown_as}."
    if entry.alt:
        yield f"The post says that it shows: {entry.alt}"
    if entry.said:
        yield f"Its host calls it {entry.said}."
    if entry.origin:
        yield f"Its bytes came from {entry.origin}."
    if entry.credit or entry.licence:
        yield f"Credit: {entry.credit or 'none'}; licence: {entry.licence or 'none'}."
