"""List all kinds of output.

To add a kind, write its module and name its class here. From this list follow:

- which outputs are planned, in which order, and their makers;
- which addresses belong to the program;
- the knowledge of the preview, `check` and `explain` about an address.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from generator.addresses.routes import Reserved, Route
from generator.config.schema import Permalink, SiteConfig
from generator.kinds.asset import AssetKind
from generator.kinds.category import CategoryKind
from generator.kinds.category_feed import CategoryFeedKind
from generator.kinds.day import DayKind
from generator.kinds.feed_archive import FeedArchiveKind
from generator.kinds.file import FileKind
from generator.kinds.headers import HeadersKind
from generator.kinds.home import HomeKind
from generator.kinds.kind import Kind, Source
from generator.kinds.llms import LlmsKind
from generator.kinds.month import MonthKind
from generator.kinds.month_sitemap import MonthSitemapKind
from generator.kinds.netlify_redirects import NetlifyRedirectsKind
from generator.kinds.nginx_redirects import NginxRedirectsKind
from generator.kinds.not_found import NotFoundKind
from generator.kinds.opml import OpmlKind
from generator.kinds.page import PageKind
from generator.kinds.parts.list_pages import ListKind
from generator.kinds.picture import PictureKind
from generator.kinds.post import PostKind
from generator.kinds.redirect import RedirectKind
from generator.kinds.robots import RobotsKind
from generator.kinds.search_description import SearchDescriptionKind
from generator.kinds.search_files import SearchFilesKind
from generator.kinds.search_index import SearchIndexKind
from generator.kinds.search_page import SearchPageKind
from generator.kinds.site_feed import SiteFeedKind
from generator.kinds.sitemaps import SitemapsKind
from generator.kinds.tag import TagKind
from generator.kinds.tag_feed import TagFeedKind
from generator.kinds.term_index import CategoriesKind, TagsKind
from generator.kinds.web_manifest import WebManifestKind
from generator.kinds.year import YearKind
from generator.kinds.years import YearsKind
from generator.plan.task import Task
from generator.plan.touched import Touched

#: In the order in which outputs are planned, and in which `explain` names them.
KINDS: tuple[type[Kind], ...] = (
    AssetKind,
    FileKind,
    PictureKind,
    PostKind,
    PageKind,
    RedirectKind,
    HomeKind,
    CategoryKind,
    CategoryFeedKind,
    TagKind,
    TagFeedKind,
    DayKind,
    SiteFeedKind,
    FeedArchiveKind,
    MonthKind,
    YearKind,
    MonthSitemapKind,
    CategoriesKind,
    TagsKind,
    YearsKind,
    NotFoundKind,
    RobotsKind,
    OpmlKind,
    SitemapsKind,
    LlmsKind,
    WebManifestKind,
    HeadersKind,
    NetlifyRedirectsKind,
    NginxRedirectsKind,
    SearchPageKind,
    SearchDescriptionKind,
    SearchFilesKind,
    SearchIndexKind,
)


def make_kinds(source: Source) -> tuple[Kind, ...]:
    """Return all kinds with the settings of a site."""
    source = source._replace(made=made_by(source.config.permalink))
    return tuple(kind.of(source) for kind in KINDS)


def list_kinds() -> tuple[type[ListKind], ...]:
    """Return the kinds whose lists have numbered pages."""
    return tuple(kind for kind in KINDS if issubclass(kind, ListKind))


def kind_of(kinds: Iterable[Kind], owner: str, key: str) -> Kind | None:
    """Return the kind to which an owner in the ledger belongs, or None if there is no such kind any more."""
    return next((kind for kind in kinds if kind.owner == owner and kind.key in ("", key)), None)


def task_of(connection: sqlite3.Connection, kind: Kind, key: str, path: str) -> Task[Any] | None:
    """Return the task of an output, from the planner itself; None if the next build would not make it."""
    touched = Touched(connection)
    kind.touch_output(connection, touched, key, path)
    return next((task for task in kind.tasks(connection, touched) if task.path == path), None)


def templates() -> tuple[str, ...]:
    """Return the names of all pages that the theme renders, each by the template of its name."""
    return tuple(dict.fromkeys(name for kind in KINDS for name in kind.templates))


def reserved(config: SiteConfig | None = None) -> Reserved:
    """Return the addresses that belong to the program, so that no post or file may have them.

    With a site's settings, those that the settings name are among them.
    """
    if config is None:
        return reserved_by(Permalink())
    return _reserved_by(KINDS, config.permalink, tuple(_named_in(config)))


def reserved_by(permalink: Permalink) -> Reserved:
    """Return the addresses that belong to the program by the patterns of a site."""
    return _reserved_by(KINDS, permalink, ())


def made_by(permalink: Permalink) -> Reserved:
    """Return the addresses of outputs by the patterns of a site, without those that are kept free."""
    return _made_by(KINDS, permalink)


def routes_by_option(permalink: Permalink) -> dict[str, list[Route]]:
    """Return the routes of all kinds by the option under `permalink` that decides them, "" for the others."""
    found: dict[str, list[Route]] = {}
    for kind in KINDS:
        found.setdefault(kind.pattern, []).extend(kind.reserved_on(permalink))
    return found


def _named_in(config: SiteConfig) -> Iterator[str]:
    """Yield the output paths that options name."""
    for group in dict.fromkeys(group for kind in KINDS for group in kind.options):
        for name in group.output_paths:
            yield from getattr(group.of(config), name)
    for terms in (config.categories, config.tags):
        yield from (path for term in terms.values() for path in term.feeds)


@cache
def _made_by(kinds: tuple[type[Kind], ...], permalink: Permalink) -> Reserved:
    return Reserved.of([route for kind in kinds for route in (*kind.routes_on(permalink), *kind.reserved)])


@cache
def _reserved_by(kinds: tuple[type[Kind], ...], permalink: Permalink, named: tuple[str, ...]) -> Reserved:
    """Return the addresses of some kinds, once for all: an import asks for each record."""
    routes = [route for kind in kinds for route in kind.reserved_on(permalink)]
    return Reserved.of([*routes, *map(Route, named)])
