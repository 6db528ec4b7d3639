"""JSON-LD (schema.org) that says what a page is, for search engines and language models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from generator.render.cards import day_url
from generator.render.shared import Shared
from generator.theme.views import Link, Page, Post
from generator.urls import href

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: What could end a script element or begin a comment in it, and line ends that are none in JSON.
_ESCAPES = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
_LISTS = ("term", "day", "terms", "archive", "year", "month")


def json_ld(value: Mapping[str, Any]) -> Markup:
    """Return a value as JSON that can stand in a script element of HTML."""
    text = _ENCODE(value)
    for char, escape in _ESCAPES:
        text = text.replace(char, escape)
    return Markup(text)  # noqa: S704


class Structured:
    """Says what the pages of a site are. Without the site's URL, addresses are relative."""

    def __init__(self, shared: Shared, words: SimpleNamespace) -> None:
        self._shared = shared
        self._words = words
        # Without the site's URL there is a way for each depth.
        self._publisher = lru_cache(maxsize=32)(self._make_publisher)

    def describe(self, page: Page, context: Mapping[str, Any]) -> Markup:
        """Return the JSON-LD of a page, or "" for one that no search engine keeps."""
        way = self._shared.base or context["root"]
        things = self._things(page, context, way)
        return json_ld({"@context": "https://schema.org", "@graph": things}) if things else Markup("")

    def _things(self, page: Page, context: Mapping[str, Any], way: str) -> list[dict[str, Any]]:
        if page.kind == "home":
            return [self._site(way) | {"publisher": self._publisher(way)}]
        trail = self._trail(page, context)
        crumbs = _breadcrumbs(trail, way) if trail else {}
        if page.kind == "post":
            return [self._article(context["post"], page, way), crumbs]
        if page.kind == "page":
            return [self._plain("WebPage", page, way), crumbs]
        return [self._plain("CollectionPage", page, way), crumbs] if page.kind in _LISTS else []

    def _site(self, way: str) -> dict[str, Any]:
        shared = self._shared
        return _filled({
            "@type": "WebSite", "name": shared.title, "url": way, "description": shared.description,
            "inLanguage": shared.language,
        })  # fmt: skip

    def _make_publisher(self, way: str) -> dict[str, Any]:
        name, url, logo = self._shared.publisher
        url_of_logo = _absolute(logo if "://" in logo else href(logo), way)
        picture = {"@type": "ImageObject", "url": url_of_logo} if logo else None
        return _filled({"@type": "Organization", "name": name, "url": url, "logo": picture})

    def _plain(self, kind: str, page: Page, way: str) -> dict[str, Any]:
        part = {"@type": "WebSite", "name": self._shared.title, "url": way}
        return _filled({
            "@type": kind, "name": page.title, "url": way + page.url, "description": page.description,
            "inLanguage": page.language, "isPartOf": part,
        })  # fmt: skip

    def _article(self, post: Post, page: Page, way: str) -> dict[str, Any]:
        authors = [{"@type": "Person", "name": name} for name in post.authors]
        if not authors and post.source:
            authors = [{"@type": "Organization", "name": post.source}]
        return _filled({
            "@type": "NewsArticle",
            "headline": post.title,
            "description": post.summary,
            "datePublished": post.date.iso,
            "dateModified": (post.updated or post.date).iso,
            "author": authors,
            "publisher": self._publisher(way),
            "articleSection": [category.title for category in post.categories],
            "keywords": [tag.title for tag in post.tags],
            "inLanguage": post.language,
            "image": [_absolute(post.image, way)] if post.image else None,
            "isBasedOn": post.source_url,
            "mainEntityOfPage": way + page.url,
        })  # fmt: skip

    def _trail(self, page: Page, context: Mapping[str, Any]) -> list[Link]:
        """Return the way to a page from the home page; the page itself comes last."""
        words, here = self._words, Link(page.title, page.url)
        home = Link(words.home, "")
        match page.kind:
            case "post":
                category = context["post"].category
                return [home, category, here] if category else [home, here]
            case "term":
                tags = context["taxonomy"] == "tag"
                index = Link(words.tags, "tags.html") if tags else Link(words.categories, "categories.html")
                front = Link(context["term"].label, context["term"].url)
                return [home, index, front, here] if context["pager"].number else [home, index, here]
            case "day" | "month" | "year":
                return [home, Link(words.archive, "archive.html"), *self._dates(page, context), here]
        return [home, here]

    def _dates(self, page: Page, context: Mapping[str, Any]) -> list[Link]:
        """Return the links to the year, month and day that a page of the calendar is in."""
        if page.kind == "year":
            return []
        moment = context[page.kind]
        year, month = f"{moment.year:04}", f"{moment.year:04}-{moment.month:02}"
        above = [Link(self._words.year.format(year=moment.year), day_url(year))]
        if page.kind == "day":
            above.append(Link(self._words.month.format(year=moment.year, month=moment.month), day_url(month)))
            if context["pager"].number:
                day = self._words.date.format(year=moment.year, month=moment.month, day=moment.day)
                above.append(Link(day, context["pager"].front))
        return above


def _breadcrumbs(trail: Iterable[Link], way: str) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": number, "name": link.title, "item": way + link.url}
        for number, link in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _absolute(picture: str, way: str) -> str:
    """Return the address of a picture, which is an absolute one or a link from the root."""
    return picture if "://" in picture or picture.startswith("//") else way + picture


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
