"""Choose the engine of a body."""

from __future__ import annotations

from generator.body.markdown.html_bodies import is_html
from generator.body.options import BodyRules

HTML = "html"


def engine_for(text: str, named: str, rules: BodyRules) -> str:
    """Return the engine of a body: the one that its file names, html if it is HTML, or the site's own.

    `named` is "" where the file names none.
    """
    return named or (HTML if is_html(text) else rules.engine)
