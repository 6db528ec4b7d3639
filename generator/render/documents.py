"""What only machines read, besides feeds: sitemaps, robots.txt, llms.txt, the manifest, headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace

from generator.addresses.links import href
from generator.body.accessibility import Labels
from generator.formats import sitemap
from generator.formats.csp import header_policy
from generator.formats.headers import headers
from generator.formats.llms import Item, llms
from generator.formats.opml import opml
from generator.formats.robots import robots
from generator.formats.web_manifest import manifest
from generator.kinds.lists import term_path
from generator.kinds.shared import Folders, Shared
from generator.kinds.singles import NEWS_PATH
from generator.plan.task import Task
from generator.render.feeds import Feeds
from generator.theme.assets import ICONS, Asset

Maker = Callable[[Task], bytes]


def document_makers(
    shared: Shared, folders: Folders, words: SimpleNamespace, labels: Labels, assets: Mapping[str, Asset]
) -> dict[str, Maker]:
    """Return, by page, what makes the outputs that no template makes.

    That of feeds raises SourceChangedError for a source that moved.
    """
    feeds = Feeds(shared, folders, words, labels)
    icons = [href(assets[name].path) for name in ICONS if name in assets]
    return {
        "feed": feeds.feed,
        "feed-archive": feeds.archive,
        "opml": lambda task: _opml(shared, task.payload[0]),
        "sitemap": lambda task: sitemap.sitemap(shared.base, task.payload[0]),
        "sitemap-index": lambda task: sitemap.sitemap_index(shared.base, task.payload[0]),
        "sitemap-news": lambda task: _news(shared, task),
        "robots": lambda _: _robots(shared),
        "llms": lambda task: _llms(shared, words, task.payload[0]),
        "manifest": lambda _: _manifest(shared, icons),
        "headers": lambda _: headers(header_policy(shared.rules), indexed=shared.machines.robots.indexed),
    }


def _opml(shared: Shared, categories: Iterable[tuple[str, str]]) -> bytes:
    base = shared.base
    listed = [
        (label, base + href(f"category/{slug}.xml"), base + href(term_path("category", slug)))
        for label, slug in categories
    ]
    return opml(shared.title, [(shared.title, f"{base}feed.xml", base), *listed])


def _news(shared: Shared, task: Task) -> bytes:
    return sitemap.news_sitemap(shared.base, shared.publisher[0], shared.language, task.payload[0])


def _robots(shared: Shared) -> bytes:
    told = shared.machines
    return robots(shared.base, told.robots, ["sitemap.xml", *([NEWS_PATH] if told.news else [])])


def _llms(shared: Shared, words: SimpleNamespace, categories: Iterable[tuple[str, str]]) -> bytes:
    way = shared.base or "./"
    pages = [Item(title, way + url) for title, url in shared.pages]
    lists = [
        Item(words.all_categories, f"{way}categories.html"),
        Item(words.all_tags, f"{way}tags.html"),
        Item(words.all_days, f"{way}archive.html"),
    ]
    named = [Item(label, way + href(term_path("category", slug))) for label, slug in categories]
    optional = [Item("Atom", f"{way}feed.xml")]
    if shared.base:
        optional += [Item("OPML", f"{way}feeds.opml"), Item("Sitemap", f"{way}sitemap.xml")]
    sections = (
        (words.home, [Item(shared.title, way), *pages]),
        (words.archive, lists),
        (words.categories, named),
        ("Optional", optional),  # The standard's word for what a model may skip.
    )
    return llms(shared.title, shared.description, sections)


def _manifest(shared: Shared, icons: Iterable[str]) -> bytes:
    look = shared.machines.manifest
    return manifest(shared.title, shared.description, shared.language, look, look.icons or icons)
