"""Word the messages of a preview: changes and updates on the terminal, progress in the browser."""

from __future__ import annotations

from generator.core.wording import counted
from generator.notifications.classify import Changes
from generator.preview.index_process import Progress, Updated


def changed(changes: Changes) -> str:
    """Return the names of what changed, as the start of a message."""
    names = [*(["site.yaml or slugs"] if changes.settings else []), *(["the theme"] if changes.theme else [])]
    if len(changes.content) == 1:
        names.append(changes.content[0])
    elif changes.content:
        names.append(counted(len(changes.content), "path"))
    return " and ".join(names) or "the archive's folders"


def outcome(answer: Updated, what: str) -> str:
    """Return a line about an update; `what` is the text of `changed`."""
    update = answer.update
    counts = [f"{update.read:,} read"] + ([f"{update.gone:,} gone"] if update.gone else [])
    if wrong := len(update.problems):
        counts.append(counted(wrong, "problem"))
    return f"{what}: {', '.join(counts)}, {answer.seconds:.2f} s"


def progress(state: Progress) -> str:
    """Return the progress of the first reading as text."""
    if state.stage == "read" and state.total:
        return f"reading posts: {state.done / state.total:.0%} of {state.total:,}"
    return "putting posts in order" if state.stage == "index" else "reading the archive"
