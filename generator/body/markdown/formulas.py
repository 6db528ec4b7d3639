r"""Mark the formulas of a body: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own.

As in Pandoc, no blank follows the first `$`, none precedes the second, and no digit follows it, so that
prices stay text: `$5 和 $6`.
"""

from __future__ import annotations

import re
from html import escape

from generator.body.html.mathml import marked
from generator.body.markdown.code import outside_code
from generator.body.markdown.placeholders import SLOTS, number_of, slot

#: How comrak marks them.
_SPAN = re.compile(r'<span data-math-style="(inline|display)">([^<>]*)</span>')
_FORMULA = re.compile(
    r"""(?<![\\$])(?: \$\$(?P<display>[^$]{1,4000}?)\$\$(?!\$)
    | \$(?![\s$])(?P<inline>[^$\n]{1,1000}?)(?<![\s\\])\$(?![\d$])
    | \\\[(?P<display2>[^\n]{1,1000}?)\\\] | \\\((?P<inline2>[^\n]{1,1000}?)\\\))""",
    re.VERBOSE,
)


def with_marked_spans(html: str) -> str:
    """Return HTML of comrak whose formulas have the marks of `mathml`."""
    return _SPAN.sub(lambda found: marked(found[2], found[1]), html) if "data-math-style" in html else html


def take_formulas(text: str) -> tuple[str, tuple[str, ...]]:
    """Return Markdown with slots for its formulas, and these as marked HTML."""
    found: list[str] = []

    def take(formula: re.Match[str]) -> str:
        display = formula["display"] or formula["display2"]
        source = display or formula["inline"] or formula["inline2"]
        found.append(marked(escape(source, quote=False), "display" if display else "inline"))
        return slot(len(found) - 1)

    if "$" in text or "\\(" in text or "\\[" in text:
        text = outside_code(text, lambda part: _FORMULA.sub(take, part))
    return text, tuple(found)


def with_formulas(html: str, formulas: tuple[str, ...]) -> str:
    """Return HTML with formulas in their slots."""
    return re.sub(SLOTS, lambda found: formulas[number_of(found[1])], html) if formulas else html
