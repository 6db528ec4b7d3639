"""Pages of posts, static pages and redirects."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from generator.addresses.links import to_root
from generator.body.links import resolve
from generator.body.options import BodyRules, Place
from generator.kinds.cards import link, term_link
from generator.kinds.shared import Shared
from generator.plan.task import Task
from generator.theme.view_models import Link, Moment, Post, StaticPage, Translation

#: Makes the body of a source: (task, stand_in, engine, place) to HTML.
BodyMaker = Callable[[Task, bool, str, Place], str]


def post_context(task: Task, language: str, rules: BodyRules, body: BodyMaker) -> dict[str, Any]:
    """Return what post.html sees. Payload: see `generator.kinds.posts.post_tasks`."""
    path, url, title, summary, details, _, stand_in, targets, date, draft, terms, *beside = task.payload
    known = json.loads(details)
    place = Place(to_root(task.path), path, json.loads(targets))
    named = json.loads(terms)
    categories = _links(named, "category")
    post = Post(
        title=title,
        url=url,
        date=Moment(date),
        updated=Moment(known["updated"]) if "updated" in known else None,
        summary=summary,
        body=Markup(body(task, bool(stand_in), known.get("engine", ""), place)),  # noqa: S704
        category=categories[0] if categories else None,
        categories=categories,
        tags=_links(named, "tag"),
        authors=tuple(known.get("authors", ())),
        source=known.get("source", ""),
        source_url=known.get("source_url", ""),
        image=_picture(known["image"], path, rules) if "image" in known else "",
        language=known.get("lang", language),
        previous=link(beside[0], beside[1]),
        next=link(beside[2], beside[3]),
        draft=bool(draft),
        image_alt=known.get("image_alt", ""),
    )
    return {"post": post}


def _picture(written: str, source: str, rules: BodyRules) -> str:
    """Return a picture of the front matter as a link from the root, or its URL; "" for what is neither."""
    link = resolve(written, Place("", source), rules)
    return link.href if link else ""


def translations(task: Task, language: str, shared: Shared) -> tuple[Translation, ...]:
    """Return a page in its language and its translations, by absolute URLs; nothing where it names none."""
    details = task.payload[4]
    if '"translations"' not in details:
        return ()
    known = json.loads(details).get("translations", {})
    place = Place(shared.base, task.payload[0])
    links = {tag: resolve(url, place, shared.rules) for tag, url in known.items()}
    others = {tag: link.href for tag, link in links.items() if link}
    own = {language: shared.base + task.payload[1]} if others else {}
    return tuple(Translation(*one) for one in (own | others).items())


def _links(named: list[list[str]], taxonomy: str) -> tuple[Link, ...]:
    return tuple(term_link(*term) for term in named if term[0] == taxonomy)


def page_context(task: Task, language: str, body: BodyMaker) -> dict[str, Any]:
    """Return what page.html sees."""
    path, url, title, summary, details, _, stand_in, targets = task.payload
    known = json.loads(details)
    place = Place(to_root(task.path), path, json.loads(targets))
    html = body(task, bool(stand_in), known.get("engine", ""), place)
    content = StaticPage(title, url, summary, Markup(html), known.get("lang", language))  # noqa: S704
    return {"content": content}
