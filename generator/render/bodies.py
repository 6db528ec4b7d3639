"""Bodies of posts and pages, from their files to HTML that may stand on a page."""

from __future__ import annotations

import json

from generator.body.convert import to_html
from generator.body.finish import finish
from generator.body.marks import BODY_END, BODY_START
from generator.body.rules import BodyRules, Place
from generator.body.steady import Labels, steady
from generator.body.tail import split_tail
from generator.body.text import without_title
from generator.content.frontmatter import read_body
from generator.errors import SourceChangedError
from generator.files import read_file


def read_source(file: str, guard: tuple[int, int] | None) -> bytes:
    """Return the bytes of a source. Raises SourceChangedError when its (size, mtime_ns) is not the guard."""
    try:
        data, state = read_file(file)
    except OSError as error:
        raise SourceChangedError(error.strerror) from None
    if guard is not None and guard != (state.st_size, state.st_mtime_ns):
        raise SourceChangedError("it was written to")
    return data or b""


def stand_in_html(data: bytes, place: Place, rules: BodyRules, labels: Labels) -> str:
    """Return the body of a stand-in, which was sanitised when its post was good, between its marks."""
    return _between_marks(finish(json.loads(data)["body"], place, rules), labels)


def body_html(data: bytes, title: str, engine: str, place: Place, rules: BodyRules, labels: Labels) -> str:
    """Return the sanitised body of a source, between its marks. `engine` is "" for the site's own."""
    text = split_tail(read_body(data), rules).text
    html = without_title(to_html(text, engine or rules.engine, rules), title)
    return _between_marks(finish(html, place, rules), labels)


def _between_marks(html: str, labels: Labels) -> str:
    return f"{BODY_START}{steady(html, labels)}{BODY_END}"
