"""Show the footnotes of a post, which WordPress keeps as JSON in the custom field `footnotes`."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping

FIELD = "footnotes"


def footnotes(meta: Mapping[str, str]) -> str:
    """Return the notes as WordPress shows them, each with a link back to its place; "" if there are none."""
    try:
        notes = json.loads(meta.get(FIELD) or "[]")
    except (ValueError, RecursionError):
        return ""
    if not isinstance(notes, list):
        return ""
    items = [_item(note["id"], note["content"]) for note in notes if _is_note(note)]
    return f'<ol class="wp-block-footnotes">\n{"".join(items)}</ol>' if items else ""


def _is_note(note: object) -> bool:
    return isinstance(note, dict) and isinstance(note.get("id"), str) and isinstance(note.get("content"), str)


def _item(name: str, content: str) -> str:
    identity = html.escape(name)
    return f'<li id="{identity}">{content} <a href="#{identity}-link">↩︎</a></li>\n'
