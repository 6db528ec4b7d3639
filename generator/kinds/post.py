"""Make the page of a post."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from generator.addresses.links import to_root
from generator.body.links import origin_of, resolve
from generator.body.options import BodyRules, Place
from generator.config.schema import Permalink
from generator.kinds.kind import Announced, Maker, Phase, Resources, Shown, Source, View
from generator.kinds.parts.linked import LINKED
from generator.kinds.parts.sentences import items, quoted_title
from generator.kinds.parts.settings import SiteSettings
from generator.kinds.parts.sources import LINKS_TO_CHANGED, SOURCE, SourceKind, translations
from generator.kinds.parts.terms import term_link, term_path
from generator.plan.task import Task
from generator.plan.touched import Rule, Touched
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.theme.view_models import Link, Moment, Post

if TYPE_CHECKING:
    from generator.kinds.parts.bodies import BodyMaker

_NEIGHBOUR = """(SELECT post_id FROM post_terms AS t
    WHERE t.term_id = p.section AND (t.stamp, t.path) {than} (p.stamp, p.path)
    ORDER BY t.stamp {order}, t.path {order} LIMIT 1)"""
_POSTS = f"""
    SELECT {SOURCE}, {LINKED}, p.date, p.draft,
        (SELECT json_group_array(json_array(t.taxonomy, t.label, t.slug)) FROM json_each(p.terms) AS j
         CROSS JOIN terms AS t WHERE t.id = j.value AND t.taxonomy != 'day' AND t.name != ''),
        older.title, older.url, newer.title, newer.url
    FROM touched JOIN posts AS p ON p.path = touched.key JOIN sources AS s ON s.path = p.path
    LEFT JOIN posts AS older ON older.id = {_NEIGHBOUR.format(than="<", order="DESC")}
    LEFT JOIN posts AS newer ON newer.id = {_NEIGHBOUR.format(than=">", order="")}
    WHERE touched.kind = 'post' AND p.live = 1 AND p.role = 'post'
"""
#: The post next to each changed one in its category, as the list is now; in any category others may have it.
_NEXT_TO = """
    SELECT path AS key, NULL AS start FROM posts WHERE id IN (
        SELECT (SELECT post_id FROM post_terms AS t
                WHERE t.term_id = moved.term_id AND (t.stamp, t.path) {than} (moved.stamp, moved.path)
                ORDER BY t.stamp {order}, t.path {order} LIMIT 1)
        FROM places AS moved CROSS JOIN terms ON terms.id = moved.term_id WHERE terms.taxonomy = 'category')
"""
_BESIDE = """SELECT p.address FROM post_terms AS t JOIN posts AS p ON p.id = t.post_id
             WHERE t.term_id = ? AND (t.stamp, t.path) {than} (?, ?)
             ORDER BY t.stamp {order}, t.path {order} LIMIT 1"""


class PostRow(NamedTuple):
    """A post. `details`, `targets` (source path to href) and `terms` (taxonomy, label, slug) are JSON.

    `source_digest` is hexadecimal; `date` is ISO 8601; titles and hrefs of neighbours are None without one.
    """

    path: str
    url: str
    title: str
    summary: str
    details: str
    source_digest: str
    stand_in: int
    targets: str
    date: str
    draft: int
    terms: str
    older_title: str | None
    older_url: str | None
    newer_title: str | None
    newer_url: str | None


@dataclass(frozen=True)
class PostKind(SourceKind):
    """A post, with links to its category, tags and neighbours."""

    permalink: Permalink

    owner: ClassVar[str] = "post"
    title: ClassVar[str] = "the page of the post"
    phase: ClassVar[Phase] = "pages"
    announced: ClassVar[Announced] = "page"
    query: ClassVar[str] = _POSTS
    row: ClassVar[type[PostRow]] = PostRow
    related_changes: ClassVar[tuple[Rule, ...]] = (
        Rule(_NEXT_TO.format(than=">", order=""), "an older neighbour changed"),
        Rule(_NEXT_TO.format(than="<", order="DESC"), "a newer neighbour changed"),
        Rule(
            """SELECT post_terms.path AS key, NULL AS start
               FROM relabelled CROSS JOIN post_terms ON post_terms.term_id = relabelled.id""",
            "a category or tag of the post has a different label",
        ),
        LINKS_TO_CHANGED,
    )

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind with the patterns of addresses."""
        return cls(source.config.permalink)

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of post.html."""
        body = resources.bodies
        settings, home = resources.settings, Link(resources.words.home, "")

        def make(task: Task[PostRow]) -> View:
            post = _post(task, settings, body)
            return View(
                {"post": post},
                post.title,
                post.summary,
                schema="NewsArticle",
                trail=(home, post.category) if post.category else (home,),
                language=post.language,
                image=post.image,
                translations=translations(task.payload, post.language, settings),
                source=task.payload.path,
            )

        return {"post": make}

    def contents(self, connection: sqlite3.Connection, task: Task[PostRow]) -> Iterator[str]:
        """Name categories, tags, neighbours and linked posts."""
        row = task.payload
        terms = json.loads(row.terms)
        named = [f"{label}: {term_path(self.permalink, kind, slug)}" for kind, label, slug in terms]
        if named:
            yield "Its categories and tags:"
            yield from items(named)
        beside = (("older", row.older_title, row.older_url), ("newer", row.newer_title, row.newer_url))
        neighbours = [
            f"{which}: {quoted_title(title or '')}, /{url}" for which, title, url in beside if url is not None
        ]
        if neighbours:
            yield "Its neighbours in its first category:"
            yield from items(neighbours)
        links = [(path, url) for path, url in sorted(json.loads(row.targets).items()) if _is_source(path)]
        if links:
            yield "Posts that it links to:"
            yield from items(f"{path}: /{url}" for path, url in links)

    def places_of(self, connection: sqlite3.Connection, touched: Touched, post: Shown) -> Iterator[str]:
        """Yield the page of the post, and those of its neighbours, which lead to it."""
        if post.role != "post":
            return
        yield f"{post.address}, its own page"
        for than, order, which in (("<", "DESC", "older"), (">", "", "newer")):
            query = _BESIDE.format(than=than, order=order)
            for (address,) in connection.execute(query, (post.section, post.stamp, post.path)):
                yield f"{address}, its {which} neighbour"


def _post(task: Task[PostRow], settings: SiteSettings, body: BodyMaker) -> Post:
    """Return a post as post.html sees it."""
    row, rules = task.payload, settings.rules
    known = json.loads(row.details)
    origin = origin_of(known.get("source_url", ""), rules)
    place = Place(to_root(task.path), row.path, json.loads(row.targets), origin=origin)
    named = json.loads(row.terms)
    categories = _links(settings.permalink, named, CATEGORY)
    return Post(
        title=row.title,
        url=row.url,
        date=Moment(row.date),
        updated=Moment(known["updated"]) if "updated" in known else None,
        summary=row.summary,
        body=body.on_page(task, bool(row.stand_in), known.get("engine", ""), place, known.get("shown", ())),
        category=categories[0] if categories else None,
        categories=categories,
        tags=_links(settings.permalink, named, TAG),
        authors=tuple(known.get("authors", ())),
        source=known.get("source", ""),
        source_url=known.get("source_url", ""),
        image=_picture(known["image"], row, rules) if "image" in known else "",
        language=known.get("lang", settings.language),
        previous=_link(row.older_title, row.older_url),
        next=_link(row.newer_title, row.newer_url),
        draft=bool(row.draft),
        image_alt=known.get("image_alt", ""),
    )


def _is_source(target: str) -> bool:
    """Tell whether a target of the body is a post or file, not an address."""
    return target[0] != "/" and "://" not in target


def _picture(written: str, row: PostRow, rules: BodyRules) -> str:
    """Return a picture of the front matter as a link from the root, or its URL; "" for anything else.

    A kept picture is that of the archive, and a lost one is left out.
    """
    place = Place("", row.path, json.loads(row.targets))
    link = resolve(written, place, rules, is_link=False)
    if link is None:
        return ""
    # Late: only makers need it.
    from generator.body.html.pictures import kept_picture

    kept = kept_picture(link.href, place, rules)
    if kept is not None:
        return kept
    return f"https:{link.href}" if link.href.startswith("//") else link.href


def _links(permalink: Permalink, named: list[list[str]], taxonomy: str) -> tuple[Link, ...]:
    return tuple(term_link(permalink, *term) for term in named if term[0] == taxonomy)


def _link(title: str | None, url: str | None) -> Link | None:
    return None if title is None or url is None else Link(title, url)
