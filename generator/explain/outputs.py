"""What an output is, what it is made from, and why it was last written, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.explain.contents import contents
from generator.explain.materials import materials
from generator.explain.phrases import quoted
from generator.explain.sources import UNCHANGED, change
from generator.explain.state import State
from generator.explain.tasks import task_of
from generator.kinds.lists import term_path
from generator.ledger import outputs
from generator.ledger.history import last_writing
from generator.pipeline.inputs import unit_of
from generator.plan.reasons import cause
from generator.plan.task import Task, fingerprint

_ROW = "SELECT kind, key, fingerprint, size, mtime_ns FROM ledger.outputs WHERE folder = ? AND name = ?"
#: What outputs of some kinds are, by the key of their owner.
_OF_KEY = {
    "file": "a copy of {}",
    "feed": "the feed of the category {}",
    "feed-archive": "an archive of the site's feed: posts of {}",
    "month": "the calendar of {}",
    "year": "the calendar of {}",
    "sitemap": "a sitemap: the posts of {}",
}
#: What the outputs of which an archive has one are.
_SINGLES = {
    "index.html": "the home page",
    "categories.html": "the list of all categories",
    "tags.html": "the list of all tags",
    "archive.html": "the calendar of all years",
    "404.html": "the page that hosts show for addresses that do not exist",
    "robots.txt": "what search engines are told first",
    "feed.xml": "the feed of the site",
    "feed.rss": "the feed of the site, in RSS",
    "feed.json": "the feed of the site, in JSON",
    "feeds.opml": "the list of all feeds",
    "sitemap.xml": "the list of all sitemaps",
    "sitemap/news.xml": "a sitemap: the news of the last two days",
    "llms.txt": "what language models are told of the site",
    "manifest.webmanifest": "what phones are told of the site",
    "_headers": "the headers that the host shall send",
}


class Entry(NamedTuple):
    """An output as the ledger has it."""

    path: str
    kind: str
    key: str
    fingerprint: bytes
    size: int
    mtime_ns: int


def explain_output(state: State, path: str) -> Iterator[str]:
    """Yield sentences about an output of ours by its path from the output folder."""
    row = state.connection.execute(_ROW, outputs.split(path)).fetchone()
    entry = Entry(path, *row)
    task = task_of(state.connection, state.edition, entry.kind, entry.key, path)
    yield path
    yield ""
    known = outputs.inputs(state.connection).get(unit_of(entry.kind, entry.key).name, {})
    yield f"It is {_what(state, entry, task)}."
    yield _written(state, entry)
    yield _next_build(state, entry, task, known)
    if task:
        yield from contents(state, task)
    if entry.kind not in ("file", "asset"):
        yield ""
        yield from materials(known)


def _what(state: State, entry: Entry, task: Task | None) -> str:
    """Return what an output is, to follow `It is`."""
    match entry.kind:
        case "post" | "page":
            name = "post" if entry.kind == "post" else "static page"
            title = f" {quoted(str(task.payload[2]))}" if task else ""
            return f"the page of the {name}{title}, {entry.key}"
        case "alias" if task:
            return f"a redirect to {state.base or '/'}{task.payload[0]}, {quoted(str(task.payload[1]))}"
        case "asset":
            return f"the asset {_asset(state, entry.path)}"
        case "category" | "tag" | "day":
            return _list(state, entry)
    if entry.kind in _OF_KEY:
        return _OF_KEY[entry.kind].format(entry.key)
    return _SINGLES.get(entry.path, "a sitemap: the home page, static pages, categories and tags")


def _asset(state: State, path: str) -> str:
    for asset in state.edition.assets.values():
        if asset.path == path:
            (theme,) = (
                one.name
                for one in state.edition.shared.theme.layers
                if asset.file.startswith(f"{one.folder}/")
            )
            return f"{asset.name} of the theme {theme}"
    return "of a theme that has it no more"


def _list(state: State, entry: Entry) -> str:
    row = state.connection.execute(
        "SELECT slug, label FROM terms WHERE taxonomy = ? AND name = ?", (entry.kind, entry.key)
    ).fetchone()
    slug, label = row or ("", entry.key)
    called = f" {label} ({entry.key})" if label and label != entry.key else f" {entry.key}"
    of = f"of the {entry.kind}{called}"
    if entry.path == term_path(entry.kind, slug):
        return f"the front page {of}"
    return f"page {PurePosixPath(entry.path).stem} {of}, which is full and stays as it is"


def _written(state: State, entry: Entry) -> str:
    """Return when and why an output was written last."""
    found = last_writing(state.connection, *outputs.split(entry.path))
    if found is None:
        return "When and why it was last written is not known: an older version of Backfile did it."
    if not found.build:
        return "It was never written: it was there already, with the right bytes, when its ledger began."
    when = f", on {state.moment(found.moment)}" if found.moment is not None else ", long ago"
    of_source = entry.kind in ("post", "page", "file") and found.reason.startswith(f"the {entry.kind} ")
    reason = f"{found.reason}: {entry.key}" if of_source else found.reason
    return f"It was last written by build {found.build}{when}, because {reason}."


def _next_build(state: State, entry: Entry, task: Task | None, known: dict[str, str]) -> str:
    """Return whether the next build would write it again, as far as that can be told without a build."""
    file = state.paths.output / entry.path
    if task is None:
        return "The next build removes it."
    if not file.is_file():
        return "The file is missing; the next build writes it again."
    found = file.stat()
    if (found.st_size, found.st_mtime_ns) != (entry.size, entry.mtime_ns):
        return (
            "The file was changed by another hand since; the next build writes it again if its bytes differ."
        )
    unit = state.edition.inputs()[unit_of(entry.kind, entry.key).name]
    if unit != known:
        return f"The next build makes it again: {cause(known, unit)} since."
    if fingerprint(task, state.edition.digests()[task.page]) != entry.fingerprint:
        return "The next build makes it again: what it shows has changed since."
    return _source_change(state, entry)


def _source_change(state: State, entry: Entry) -> str:
    if entry.kind in ("post", "page", "file"):
        told = change(state, entry.key)
        return "The next build leaves it as it is: its file has not changed." if told == UNCHANGED else told
    if entry.kind == "asset" or entry.key in ("404", "robots", "manifest", "headers"):
        return "The next build leaves it as it is."
    return "The next build leaves it as it is, unless posts that it shows have changed since the last one."
