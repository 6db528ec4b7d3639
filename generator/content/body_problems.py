"""Tell what a body has that its page can't show as it was meant."""

from __future__ import annotations

from typing import NamedTuple

from generator.body.html.mathml import unreadable_formulas
from generator.body.markdown.comments import unclosed_comments
from generator.body.markdown.convert import texts_left_out
from generator.body.options import BodyRules
from generator.body.plain_text import plain_text
from generator.content.problems import Diagnostics
from generator.content.template_syntax import template_syntax
from generator.core.model import Position
from generator.core.wording import how_many, quoted

#: Characters of hidden text that are read for a message, which shows fewer.
_TEXT_LENGTH = 80


class Converted(NamedTuple):
    """The text of a body, which begins in `first_line` of its file, and the raw HTML that `engine` made."""

    text: str
    first_line: int
    html: str
    engine: str

    def position(self, start: int) -> Position:
        """Return the position of an index of the text; of -1, the start of the body."""
        return _position(self.text, max(0, start), self.first_line)


def report_comments(diagnostics: Diagnostics, text: str, first_line: int, engine: str) -> None:
    """Report comments without an end, before a body is converted."""
    for start in unclosed_comments(text, is_html=engine == "html"):
        message = "the comment that begins here has no end, so its text is shown"
        hint = "end it with -->, or delete the <!--"
        diagnostics.warn("body.comment", _position(text, start, first_line), message, hint)


def report(diagnostics: Diagnostics, body: Converted, rules: BodyRules) -> None:
    """Report unreadable formulas, template syntax and hidden text in a body that could be converted."""
    if rules.math:
        _report_formulas(diagnostics, body)
    _report_templates(diagnostics, body)
    _report_hidden(diagnostics, body, rules)


def _report_formulas(diagnostics: Diagnostics, body: Converted) -> None:
    for source in unreadable_formulas(body.html):
        formula = source.strip()
        message = f"the formula {quoted(formula)} can't be read, so its source is shown"
        hint = "correct it, or escape the $ as \\$"
        diagnostics.warn("body.formula", body.position(body.text.find(formula)), message, hint)


def _report_templates(diagnostics: Diagnostics, body: Converted) -> None:
    found = template_syntax(body.text, body.html)
    if found:
        more = how_many(found.places, "place")
        message = f"template syntax is left in the text, {quoted(found.text)}{more}"
        hint = "write Markdown or HTML instead, or put it into a code block"
        diagnostics.warn("body.template", Position(body.first_line + found.line, 1), message, hint)


def _report_hidden(diagnostics: Diagnostics, body: Converted, rules: BodyRules) -> None:
    found = texts_left_out(body.text, body.engine, rules)
    if found:
        start = plain_text(found[0].html, _TEXT_LENGTH).replace("\n", " ")
        more = how_many(len(found), "place")
        message = f"text that {quoted(found[0].tag)} hides is left out, {quoted(start)}{more}"
        hint = "take hidden or display:none away, if readers are to see it"
        diagnostics.notice("body.hidden", body.position(body.text.find(found[0].tag)), message, hint)


def _position(text: str, start: int, first_line: int) -> Position:
    return Position(first_line + text.count("\n", 0, start), start - text.rfind("\n", 0, start))
