"""Bodies of posts and pages, from their files to HTML that may stand on a page."""

from __future__ import annotations

import json
from typing import NamedTuple

from generator.body.accessibility import Labels, steady
from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.markdown.tail import split_tail
from generator.body.markers import BODY_END, BODY_START
from generator.body.options import BodyRules, Place
from generator.body.plain_text import without_title
from generator.content.frontmatter.split import read_body
from generator.core.digests import content_digest
from generator.core.errors import SourceChangedError
from generator.kinds.shared import Folders
from generator.system.files import read_file


class Quoted(NamedTuple):
    """A post whose body stands in a feed.

    `url` is the href of its page; `digest` is that of its source, in hexadecimal; `targets` is a JSON object
    of sources and URLs; `engine` is "" for the site's own.
    """

    url: str
    title: str
    engine: str
    path: str
    digest: str
    stand_in: int
    targets: str


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
    """Return the body of a stand-in, which was sanitised when its post was good."""
    return steady(finish(json.loads(data)["body"], place, rules), labels)


def body_html(data: bytes, title: str, engine: str, place: Place, rules: BodyRules, labels: Labels) -> str:
    """Return the sanitised body of a source. `engine` is "" for the site's own."""
    text = split_tail(read_body(data), rules).text
    html = without_title(to_html(text, engine or rules.engine, rules), title)
    return steady(finish(html, place, rules), labels)


def on_page(html: str) -> str:
    """Return a body as it stands on its page: between the marks by which a stand-in is taken from it."""
    return f"{BODY_START}{html}{BODY_END}"


def quoted_html(quoted: Quoted, root: str, folders: Folders, rules: BodyRules, labels: Labels) -> str:
    """Return the body of a post in a feed, from where `root` leads to the site's root.

    Raises SourceChangedError, which names the source, when its bytes are not those that were indexed.
    """
    place = Place(root, quoted.path, json.loads(quoted.targets), quoted.url)
    try:
        if quoted.stand_in:
            stored = read_source(f"{folders.last_good}/{quoted.path}.json", None)
            return stand_in_html(stored, place, rules, labels)
        data = read_source(f"{folders.root}/{quoted.path}", None)
        if content_digest(data).hex().upper() != quoted.digest:
            raise SourceChangedError("it was written to")
        return body_html(data, quoted.title, quoted.engine, place, rules, labels)
    except SourceChangedError as change:
        raise SourceChangedError(f"{quoted.path}: {change}") from None
