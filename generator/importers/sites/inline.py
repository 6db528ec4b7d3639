"""Turn a line of Markdown into HTML, for captions and titles."""

from __future__ import annotations

from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules


def inline_html(text: str) -> str:
    """Return a line of Markdown as HTML without the paragraph around it."""
    if not text.strip():
        return ""
    made = to_html(text, "comrak", BodyRules()).strip()
    inside = made.removeprefix("<p>").removesuffix("</p>")
    return inside if made.startswith("<p>") and "<p>" not in inside else made


def block_html(text: str) -> str:
    """Return paragraphs of Markdown as HTML."""
    return to_html(text, "comrak", BodyRules()).strip() if text.strip() else ""
