"""Make the bodies of posts and pages: turn their files into HTML that is safe on a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.body.accessibility import Labels
from generator.body.html.pictures import without_old_versions
from generator.body.html.pipeline import finish, finish_plain
from generator.body.links import origin_of
from generator.body.markdown.convert import convert
from generator.body.markdown.engines import engine_for
from generator.body.markdown.tail import split_tail
from generator.body.markers import BODY_END, BODY_START
from generator.body.options import BodyRules, Place
from generator.body.plain_text import without_title
from generator.content.frontmatter.split import read_body
from generator.content.packs.reader import PackedAt
from generator.content.shown_bytes import shown_text
from generator.core.digests import content_digest
from generator.core.errors import SourceChangedError
from generator.kinds.parts.settings import SiteSettings
from generator.kinds.parts.source_files import SourceFiles
from generator.pictures.names import FOLDER
from generator.plan.task import Task


class Quoted(NamedTuple):
    """A post whose body is in a feed.

    `url` is the href of its page; `digest` is that of its source, in hexadecimal; `targets` is a JSON object
    of sources and URLs; `engine` is "" for the site's own, `origin` the address of the original or "".
    """

    url: str
    title: str
    engine: str
    path: str
    digest: str
    stand_in: int
    targets: str
    origin: str = ""


class BodyMaker:
    """Makes the bodies of posts and static pages, for their own pages and for feeds."""

    def __init__(self, settings: SiteSettings, files: SourceFiles, labels: Labels) -> None:
        self._files = files
        self._rules = settings.rules
        self._labels = labels

    def on_page(
        self, task: Task[Any], stand_in: bool, engine: str, place: Place, shown: Sequence[int] = ()
    ) -> Markup:
        """Return the body between the marks by which a stand-in is taken from the page.

        `engine` is "" for the site's own. `shown` is where the source has bytes that are shown as they are
        (`content.shown_bytes`), or (). Raises SourceChangedError, which names the source.
        """
        source = task.payload.path
        try:
            if stand_in:
                html = self._of_stand_in(source, place)
            elif shown:
                html = shown_text(self._read(task, source), task.source, shown)
            else:
                data = self._read(task, source)
                html = body_html(data, task.payload.title, engine, place, self._rules, self._labels)
        except SourceChangedError as change:
            raise SourceChangedError(f"{source}: {change}") from None
        return Markup(f"{BODY_START}{html}{BODY_END}")  # noqa: S704

    def _read(self, task: Task[Any], source: str) -> bytes:
        place = dict(task.packed).get(source)
        if place is None:
            return self._files.source(source, task.guard)
        return self._read_packed(source, place, task.source)

    def _read_packed(self, source: str, place: PackedAt, digest: bytes) -> bytes:
        """Return the bytes of a packed post. Raises SourceChangedError when their digest is another."""
        data = self._files.packed(source, place)
        if content_digest(data) != digest:
            raise SourceChangedError("its pack was written to")
        return data

    def in_feed(self, quoted: Quoted, root: str, packed: PackedAt | None = None) -> str:
        """Return the body of a post in a feed, from where `root` leads to the site's root.

        `packed` is the place of a packed post. Raises SourceChangedError, which names the source, when its
        bytes are not those that were indexed.
        """
        place = Place(
            root, quoted.path, json.loads(quoted.targets), quoted.url, origin_of(quoted.origin, self._rules)
        )
        try:
            if quoted.stand_in:
                return self._of_stand_in(quoted.path, place)
            if packed:
                data = self._read_packed(quoted.path, packed, bytes.fromhex(quoted.digest))
            else:
                data = self._files.source(quoted.path, None)
                if content_digest(data).hex().upper() != quoted.digest:
                    raise SourceChangedError("it was written to")
            return body_html(data, quoted.title, quoted.engine, place, self._rules, self._labels)
        except SourceChangedError as change:
            raise SourceChangedError(f"{quoted.path}: {change}") from None

    def _of_stand_in(self, source: str, place: Place) -> str:
        """Return the body of a stand-in, which was sanitised when its post was good."""
        return stand_in_html(self._files.last_good(source), place, self._rules, self._labels)


def stand_in_html(data: bytes, place: Place, rules: BodyRules, labels: Labels) -> str:
    """Return the body of a stand-in, which was sanitised when its post was good."""
    body = json.loads(data)["body"]
    if FOLDER in body:
        body = without_old_versions(body, rules.smaller)
    return finish(body, place, rules, labels)


def body_html(data: bytes, title: str, engine: str, place: Place, rules: BodyRules, labels: Labels) -> str:
    """Return the sanitised body of a source. `engine` is "" where the post names none."""
    text = split_tail(read_body(data, rules.encoding), rules).text
    raw = convert(text, engine_for(text, engine, rules), rules)
    html = without_title(raw.html, title)
    if raw.plain and html is raw.html:
        return finish_plain(html, place, rules)
    return finish(html, place, rules, labels)
