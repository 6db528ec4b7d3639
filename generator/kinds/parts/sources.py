"""Query posts, pages and files as the sources of outputs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Protocol

from generator.body.links import resolve
from generator.body.options import Place
from generator.kinds.kind import BodySource, Common, Kind
from generator.kinds.parts.inputs import bodies, themed
from generator.kinds.parts.linked import CHANGED_TARGETS
from generator.kinds.parts.sentences import quoted_title
from generator.kinds.parts.settings import SiteSettings
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.theme.inputs import Inputs
from generator.theme.view_models import Translation

#: SQL: the columns that posts and static pages share; the table of posts is `p`, that of sources `s`.
SOURCE = """p.address, s.size, s.mtime_ns, p.digest,
    p.path, p.url, p.title, p.summary, p.details, hex(p.digest), p.stand_in"""

#: SQL: the source that has an output path, if it is of a role.
CLAIMED = """
    SELECT path FROM (SELECT coalesce(posts.role, 'file') AS role, claims.path FROM claims
                      LEFT JOIN posts ON posts.id = claims.post_id
                      WHERE claims.key = fold(?) ORDER BY rank, claims.path LIMIT 1)
    WHERE role = ?
"""
#: Posts and static pages that changed themselves, each with the sort of change. The kind is their role.
OWN_CHANGES = (
    Rule(
        """SELECT posts.path AS key, NULL AS start, CASE
               WHEN before.address = '' THEN 'the ' || posts.role || ' is new'
               WHEN NOT before.live THEN 'its date has passed, or it is no longer a draft'
               WHEN before.digest = posts.digest THEN
                   'its address, category or tags changed, but not its file'
               ELSE 'the ' || posts.role || ' changed' END AS reason
           FROM changed CROSS JOIN posts ON posts.id = changed.id JOIN before ON before.id = posts.id
           WHERE posts.live = 1 AND posts.role = :kind"""
    ),
    # A post that was never placed may be in `before` or not.
    Rule(
        """SELECT path AS key, NULL AS start, 'the ' || role || ' is new' AS reason
           FROM posts WHERE live = 1 AND role = :kind AND id IN (SELECT id FROM changed)"""
    ),
    Rule(
        "SELECT path AS key, NULL AS start FROM before WHERE live = 1 AND role = :kind",
        "it is no longer published",
    ),
)
LINKS_TO_CHANGED = Rule(
    f"""SELECT posts.path AS key, NULL AS start FROM posts JOIN links ON links.post_id = posts.id
       WHERE posts.role = :kind AND links.target IN ({CHANGED_TARGETS})""",
    "a post or file that it links to changed",
)


class SourceKind(Kind):
    """A kind whose owners are posts or static pages, each with one page of its own."""

    from_sample: ClassVar[bool] = True
    own_changes: ClassVar[tuple[Rule, ...]] = OWN_CHANGES

    #: SQL: the columns `SOURCE`, then the further columns of the payload, of touched owners.
    query: ClassVar[str]
    #: The type of the payload: a named tuple.
    row: ClassVar[type[Any]]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.templates = (cls.owner,)
        cls.owners = f"SELECT path AS key FROM posts WHERE live = 1 AND role = '{cls.owner}'"

    def tasks(self, connection: sqlite3.Connection, touched: Touched) -> Iterator[Task[Any]]:
        """Yield a task for each touched owner."""
        for address, size, mtime_ns, digest, *columns in connection.execute(self.query):
            payload = self.row._make(columns)
            yield Task(address, self.owner, payload.path, self.owner, payload, (size, mtime_ns), digest)

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the inputs from theme, settings and rules of bodies."""
        page = themed(common.settings, common.theme, self.owner)
        return {self.owner: {**page, **bodies(common.settings.rules)}}

    def keys_at(self, connection: sqlite3.Connection, path: str) -> Iterator[str]:
        """Yield the owner that has the address."""
        yield from (row[0] for row in connection.execute(CLAIMED, (path, self.owner)))

    def sources(self, task: Task[Any]) -> Iterator[BodySource]:
        """Yield the post or page itself."""
        yield BodySource(task.payload.path, bool(task.payload.stand_in))

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Task[Any] | None) -> str:
        """Name the post or page, and its source."""
        return f"{self.title}{f' {quoted_title(task.payload.title)}' if task else ''}, {key}"


class SourceRow(Protocol):
    """The columns that payloads of posts and static pages have in common."""

    @property
    def path(self) -> str:
        """The source, relative to the site."""

    @property
    def url(self) -> str:
        """The href of the page."""

    @property
    def details(self) -> str:
        """A JSON object; see `generator.core.model.Post`."""


def translations(row: SourceRow, language: str, settings: SiteSettings) -> tuple[Translation, ...]:
    """Return a page and its translations, by absolute URLs; () where it names none or the site has no URL."""
    if not settings.base or '"translations"' not in row.details:
        return ()
    known = json.loads(row.details).get("translations", {})
    place = Place(settings.base, row.path)
    links = {tag: resolve(url, place, settings.rules) for tag, url in known.items()}
    others = {tag: link.href for tag, link in links.items() if link}
    own = {language: settings.base + row.url} if others else {}
    return tuple(Translation(*one) for one in (own | others).items())
