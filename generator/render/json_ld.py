"""Describe pages in JSON-LD (schema.org), for search engines and language models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from markupsafe import Markup

from generator.addresses.links import href
from generator.kinds.kind import View
from generator.kinds.parts.settings import SiteSettings
from generator.theme.view_models import Link, Page, Post

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: Characters that could end a script element or begin a comment in it, and two that end lines in JavaScript.
_ESCAPES = tuple((char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029")
Names = tuple[str, ...]
Links = tuple[Link, ...]


class JsonLd:
    """Describes the pages of a site. Without the URL of the site, addresses are relative."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        # Encoded once for many posts. Without the site's URL each depth has its own `base`.
        self._publisher = lru_cache(maxsize=32)(self._make_publisher)
        self._common = lru_cache(maxsize=4096)(self._make_common)
        self._above = lru_cache(maxsize=4096)(_list_items)

    def describe(self, view: View, page: Page, root: str) -> Markup:
        """Return the JSON-LD of a page, or "" for a page that search engines do not keep."""
        graph = ",".join(self._things(view, page, self._settings.base or root))
        if not graph:
            return Markup("")
        text = f'{{"@context":"https://schema.org","@graph":[{graph}]}}'
        for char, escape in _ESCAPES:
            text = text.replace(char, escape)
        return Markup(text)  # noqa: S704

    def _things(self, view: View, page: Page, base: str) -> tuple[str, ...]:
        match view.schema:
            case "":
                return ()
            case "WebSite":
                return (_encoded(self._site(base) | {"publisher": self._publisher(base)}),)
            case "NewsArticle":
                thing = self._article(view.context["post"], page, base)
            case schema:
                thing = _encoded(self._plain(schema, page, base))
        return thing, self._breadcrumbs(view, page, base)

    def _site(self, base: str) -> dict[str, Any]:
        settings = self._settings
        return _filled({
            "@type": "WebSite", "name": settings.title, "url": base, "description": settings.description,
            "inLanguage": settings.language,
        })  # fmt: skip

    def _make_publisher(self, base: str) -> dict[str, Any]:
        name, url, logo = self._settings.publisher
        url_of_logo = _absolute(logo if "://" in logo else href(logo), base)
        picture = {"@type": "ImageObject", "url": url_of_logo} if logo else None
        return _filled({"@type": "Organization", "name": name, "url": url, "logo": picture})

    def _plain(self, kind: str, page: Page, base: str) -> dict[str, Any]:
        part = {"@type": "WebSite", "name": self._settings.title, "url": base}
        return _filled({
            "@type": kind, "name": page.title, "url": base + page.url, "description": page.description,
            "inLanguage": page.language, "isPartOf": part,
        })  # fmt: skip

    def _article(self, post: Post, page: Page, base: str) -> str:
        own = _strings({
            "headline": post.title,
            "description": post.summary,
            "datePublished": post.date.iso,
            "dateModified": (post.updated or post.date).iso,
            "image": _absolute(post.image, base) if post.image else "",
            "isBasedOn": post.source_url,
            "mainEntityOfPage": base + page.url,
        })  # fmt: skip
        common = self._common(base, post.authors, post.source, post.categories, post.tags, post.language)
        return f'{{"@type":"NewsArticle",{own}{common[1:]}'

    def _make_common(
        self, base: str, names: Names, source: str, categories: Links, tags: Links, language: str
    ) -> str:
        """Return the members that posts have in common with others, as a JSON object."""
        authors = [{"@type": "Person", "name": name} for name in names]
        if not authors and source:
            authors = [{"@type": "Organization", "name": source}]
        return _encoded(_filled({
            "author": authors,
            "publisher": self._publisher(base),
            "articleSection": [category.title for category in categories],
            "keywords": [tag.title for tag in tags],
            "inLanguage": language,
        }))  # fmt: skip

    def _breadcrumbs(self, view: View, page: Page, base: str) -> str:
        """Return the pages above a page, from the home page on; the page itself comes last."""
        last = _list_items((Link(page.title, page.url),), base, len(view.trail) + 1)
        items = self._above(view.trail, base) + last
        return f'{{"@type":"BreadcrumbList","itemListElement":[{items[:-1]}]}}'


def _strings(members: Mapping[str, str]) -> str:
    """Return members of an object in JSON, each with a comma after it. Empty ones are left out.

    Each post has its own members, so speed counts: the encoder for any value takes four times as long.
    """
    return "".join(f'"{name}":{encode_basestring(text)},' for name, text in members.items() if text)


def _list_items(links: Links, base: str, first: int = 1) -> str:
    """Return links as items of a list in JSON, each with a comma after it."""
    members = (_strings({"name": link.title, "item": base + link.url}) for link in links)
    return "".join(
        f'{{"@type":"ListItem",{named}"position":{number}}},'
        for number, named in enumerate(members, start=first)
    )


def _absolute(picture: str, base: str) -> str:
    """Return the URL of a picture from a URL or a link from the root."""
    return picture if "://" in picture or picture.startswith("//") else base + picture


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
