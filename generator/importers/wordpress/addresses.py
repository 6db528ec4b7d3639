"""Decide where items stand in the archive: at their old addresses, if a static host can answer there."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from generator.addresses.links import href
from generator.addresses.segments import slugify
from generator.content.address import usable_path
from generator.content.dates import without_date
from generator.core.digests import digest_text
from generator.importers.sites.placing import file_name
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.target import Archive
from generator.importers.wordpress.export import Head
from generator.importers.wordpress.permalinks import own_path
from generator.importers.wordpress.places import Place
from generator.kinds.registry import reserved
from generator.taxonomy.placement import page_address


class Home(NamedTuple):
    """The file of an item, in its parts, and the output path that it has without a `permalink`."""

    folder: str
    prefix: str
    slug: str
    natural: str


class Addresses:
    """Decides the addresses of one export's items in an archive."""

    def __init__(self, archive: Archive, head: Head, slugs: TermSlugs) -> None:
        self._archive, self._head, self._slugs = archive, head, slugs

    def post(self, day: str, category: str, slug: str) -> Home:
        """Return the home of a post; `day` is that in the zone of the archive, `2021-12-28`."""
        name, prefix = file_name(slug), f"{day}-"
        shown = slugify(without_date(prefix + name)) or digest_text(name)
        natural = self._archive.address(self._slugs.category(category), day, shown)
        return Home(f"content/posts/{day[:4]}/{day[5:7]}", prefix, name, natural)

    def page(self, path: str, slug: str) -> Home:
        """Return the home of a page by its old address, "" for none."""
        *folders, last = [file_name(part) for part in path.strip("/").split("/") if part] or [file_name(slug)]
        folder = "/".join(["content/pages", *folders])
        shown = slugify(without_date(last)) or digest_text(last)
        return Home(
            folder,
            "",
            last,
            page_address(self._archive.config.permalink.page, f"{folder}/{last}.html", shown),
        )

    def target(self, place: Place) -> str:
        """Return the address to which a link to an item leads now."""
        if place.kind == "attachment":
            own = own_path(place.url, self._head)
            return quote(own, safe="/?=&%~") if own else place.url
        try:
            if place.path:
                usable_path(place.path, reserved(self._archive.config))
                return quote(place.path)
        except ValueError:
            pass
        if place.kind == "page":
            return f"/{href(self.page(place.path, place.slug).natural)}"
        return f"/{href(self.post(place.day, place.category, place.slug).natural)}"
