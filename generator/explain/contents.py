"""What an output shows, from the rows of its task, in sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.explain.phrases import items, quoted, some
from generator.explain.state import State
from generator.kinds.lists import term_path
from generator.plan.task import Task

#: Rows of a list that are named.
_SHOWN = 5
_ALIASES = "SELECT path FROM aliases WHERE key = ? AND lost = 0"


def contents(state: State, task: Task) -> Iterator[str]:
    """Yield what the output of a task shows."""
    if task.page == "post":
        yield from _post(task)
    elif task.page == "redirect":
        for (path,) in state.connection.execute(_ALIASES, (task.key,)):
            yield f"That is an alias in {path}."
    elif task.page in ("term", "day", "feed", "feed-archive"):
        yield from _cards(task.payload[-1], newest_first=task.page.startswith("feed"))
    elif task.page == "home":
        yield from _cards(task.payload[0], newest_first=True)
        sections = some(len(task.payload[1]), "section")
        yield f"Below them it has {sections} with the newest posts of categories."
    else:
        yield from _counts(task)


def _counts(task: Task) -> Iterator[str]:
    """Yield what a page of numbers, or a sitemap, counts."""
    if task.page in ("month", "year"):
        days = task.payload[1]
        yield f"It counts {some(sum(count for _, count in days), 'post')} on {some(len(days), 'day')}."
    elif task.page == "terms":
        yield f"It shows {some(len(task.payload[1]), 'label')}, each with its number of posts."
    elif task.page == "archive":
        yield f"It counts the posts of {some(len(task.payload[0]), 'month')}."
    elif task.page in ("sitemap", "sitemap-news", "sitemap-index"):
        what = "sitemap" if task.page == "sitemap-index" else "URL"
        yield f"It names {some(len(task.payload[0]), what)}."


def _post(task: Task) -> Iterator[str]:
    """Yield what a post's page shows besides the post."""
    targets, terms, beside = task.payload[7], task.payload[10], task.payload[11:]
    named = [f"{label}: {term_path(taxonomy, slug)}" for taxonomy, label, slug in json.loads(terms)]
    if named:
        yield "Its categories and tags:"
        yield from items(named)
    neighbours = [
        f"{which}: {quoted(title)}, /{url}"
        for which, title, url in (("older", *beside[:2]), ("newer", *beside[2:]))
        if url is not None
    ]
    if neighbours:
        yield "Its neighbours in its first category:"
        yield from items(neighbours)
    links = json.loads(targets)
    if links:
        yield "Posts that it links to:"
        yield from items(f"{path}: /{url}" for path, url in sorted(links.items()))


def _cards(rows: Sequence[Sequence[Any]], *, newest_first: bool) -> Iterator[str]:
    """Yield how many posts a list shows, and the first of them; rows are `generator.kinds.lists.CARD`."""
    yield ""
    if not rows:
        yield "It shows no posts."
        return
    newest = list(rows) if newest_first else list(reversed(rows))
    yield f"It shows {some(len(newest), 'post')}, the newest first:"
    yield from items(_card(row) for row in newest[:_SHOWN])
    if len(newest) > _SHOWN + 1:
        yield f"- … {some(len(newest) - _SHOWN - 1, 'other')} …"
    if len(newest) > _SHOWN:
        yield f"- {_card(newest[-1])}, the oldest"


def _card(row: Sequence[Any]) -> str:
    url, title, date = row[:3]
    return f"{date[:10]} {quoted(title)}, /{url}"
