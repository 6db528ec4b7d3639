"""What the preview says on the terminal, and of its first reading in the browser."""

from __future__ import annotations

from generator.preview.changes.classify import Changes
from generator.preview.index_process import Progress, Updated


def changed(changes: Changes) -> str:
    """Return what changed, to be followed by what was done."""
    names = [*(["site.yaml or slugs"] if changes.settings else []), *(["the theme"] if changes.theme else [])]
    if len(changes.content) == 1:
        names.append(changes.content[0])
    elif changes.content:
        names.append(f"{len(changes.content):,} paths")
    return " and ".join(names) or "the archive's folders"


def outcome(answer: Updated, what: str) -> str:
    """Return a line about an update; `what` has changed."""
    update = answer.update
    counts = [f"{update.read:,} read"] + ([f"{update.gone:,} gone"] if update.gone else [])
    if wrong := len(update.problems):
        counts.append(f"{wrong:,} problem{'s' if wrong > 1 else ''}")
    return f"{what}: {', '.join(counts)}, {answer.seconds:.2f} s"


def progress(told: Progress) -> str:
    """Return how far the first reading has come."""
    if told.stage == "read" and told.total:
        return f"reading posts: {told.done / told.total:.0%} of {told.total:,}"
    return "putting posts in order" if told.stage == "index" else "reading the archive"
