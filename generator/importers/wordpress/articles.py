"""Convert posts and pages of an export to articles, at the same addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.addresses.segments import slugify
from generator.content.frontmatter.keys import KEYS
from generator.importers.article import Article, Fields, RefusalError, key_of, tidy_body
from generator.importers.dates import format_date
from generator.importers.sites.placing import PlacedArticle, non_empty, placed
from generator.importers.target import Archive
from generator.importers.wordpress.addresses import Addresses
from generator.importers.wordpress.bodies import Converted
from generator.importers.wordpress.dates import instant_of, updated_of
from generator.importers.wordpress.export import Head, Item, unquoted
from generator.importers.wordpress.links import Links
from generator.importers.wordpress.permalinks import kept_path, own_path
from generator.importers.wordpress.places import Places
from generator.importers.wordpress.survey import ordered_categories
from generator.importers.wordpress.terms import GROUPS

#: Forms of redirects that have addresses with a query (`redirects` in site.yaml).
_WITH_QUERIES = frozenset({"netlify", "nginx"})
#: Statuses of posts that are not finished.
_UNFINISHED = frozenset({"draft", "auto-draft", "pending"})


class Articles:
    """Makes the articles of one export."""

    def __init__(
        self, archive: Archive, head: Head, places: Places, addresses: Addresses, links: Links
    ) -> None:
        self._archive, self._head, self._places = archive, head, places
        self._addresses, self._links = addresses, links

    def article(self, item: Item, body: Converted) -> PlacedArticle:
        """Return the article of a post or page. Raises RefusalError for one that no archive can have."""
        text = tidy_body(body.text)
        if not item.title and text.isspace():
            raise RefusalError(
                "import.empty", "it has neither a title nor a text", "delete it, or fill it in"
            )
        zone = self._archive.zone
        path = kept_path(item, self._head)
        slug = item.slug or slugify(item.title).lower() or str(item.id)
        fields: Fields = {"title": item.title}
        if item.kind == "page":
            home = self._addresses.page(path, slug)
        else:
            instant = instant_of(item, zone)
            fields["date"] = format_date(instant, zone)
            fields |= self._terms(item, path)
            category = next(iter(fields["categories"]), "")
            home = self._addresses.post(_day(instant, self._archive), str(category), slug)
        fields |= self._common(item)
        fields["aliases"] = tuple(dict.fromkeys(self._aliases(item, path, body.pages)))
        address, warning = (
            placed(path, path, home.natural, fields, self._archive) if path else (home.natural, "")
        )
        key = key_of("wordpress", item.guid, str(item.id))
        article = Article(key, home.folder, home.prefix, home.slug, ".html", address, non_empty(fields), text)
        return PlacedArticle(article, warning)

    def _terms(self, item: Item, path: str) -> Fields:
        """Return categories and tags, and the terms of other taxonomies under the names of these."""
        found: dict[str, list[str]] = {
            "categories": [term.name for term in ordered_categories(item, path)],
            "tags": [],
        }
        for term in item.terms:
            if term.kind == "post_tag":
                found["tags"].append(term.name)
            elif term.kind not in GROUPS and term.kind != "post_format":
                found.setdefault(f"wp_{term.kind}" if term.kind in KEYS else term.kind, []).append(term.name)
        return {name: tuple(dict.fromkeys(filter(None, names))) for name, names in found.items()}

    def _common(self, item: Item) -> Fields:
        updated = updated_of(item, self._archive.zone)
        picture = self._places.get(_number(item.meta.get("_thumbnail_id", "")))
        fields: Fields = {
            "updated": format_date(updated, self._archive.zone) if updated else "",
            "author": self._head.authors.get(item.login) or item.login,
            "summary": item.excerpt,
            "image": self._links.moved(picture.url) if picture else "",
            "image_alt": picture.alt if picture else "",
        }
        if item.status in _UNFINISHED:
            fields["draft"] = "true"
        elif item.status == "private" or item.password:
            # The password itself is not written into a file that others may read.
            fields["private"] = "true"
        return fields

    def _aliases(self, item: Item, path: str, pages: int) -> Iterator[str]:
        """Yield the former addresses of an item that is published, or was."""
        has_queries = not _WITH_QUERIES.isdisjoint(self._archive.config.redirects)
        if path.endswith("/"):
            yield from (f"{path}{number}/" for number in range(2, pages + 1))
        folder, last = path.rstrip("/").rpartition("/")[::2]
        if path and last == item.slug:
            end = "/" if path.endswith("/") else ""
            yield from (f"{folder}/{slug}{end}" for slug in item.former_slugs if slug != last)
        if item.status in _UNFINISHED:
            return
        numbered = f"/?{'page_id' if item.kind == 'page' else 'p'}={item.id}"
        for former in (numbered, own_path(item.guid, self._head) or ""):
            is_other = unquoted(former) not in ("", "/", path)
            if is_other and (has_queries or "?" not in former):
                yield former


def _day(instant: datetime, archive: Archive) -> str:
    """Return the day of a post in the zone of the archive, in which builds take it."""
    return instant.astimezone(archive.zone).isoformat()[:10]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
