"""The slices of site.yaml that single parts of the program need, so that none is handed the whole."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from generator.body.options import BodyRules
from generator.config.schema import SiteConfig, Term
from generator.content.options import ReadOptions
from generator.core.paths import SitePaths
from generator.formats.robots import Robots
from generator.formats.web_manifest import Manifest
from generator.kinds.feeds import FeedExtent
from generator.kinds.shared import Machines, Shared
from generator.kinds.singles import Extent
from generator.taxonomy.definitions import CATEGORY, TAG, Definition, Taxonomy
from generator.theme.lookup import Theme, find_theme
from generator.theme.options import check_options


def body_rules(config: SiteConfig) -> BodyRules:
    """Return how bodies become HTML."""
    site = urlsplit(config.url)
    return BodyRules(
        engine=config.markdown.engine,
        extensions=config.markdown.extensions,
        extra_tags=tuple((tag, tuple(names)) for tag, names in sorted(config.sanitizer.tags.items())),
        iframe_hosts=config.sanitizer.iframe_hosts,
        site_host=site.netloc.lower(),
        own_hosts=tuple(dict.fromkeys(host.lower() for host in config.own_hosts)),
        base_path=site.path or "/",
        source_link=config.tail.source_link,
        back_links=config.tail.back_links,
        credit=config.tail.credit,
    )


def read_options(config: SiteConfig) -> ReadOptions:
    """Return how posts are read."""
    return ReadOptions(
        zone=config.time_zone,
        split_categories=config.posts.categories_string == "split",
        max_bytes=config.posts.max_bytes,
        body=body_rules(config),
    )


def taxonomies(config: SiteConfig) -> dict[str, Taxonomy]:
    """Return categories and tags as site.yaml describes them."""
    return {CATEGORY: _taxonomy(CATEGORY, config.categories), TAG: _taxonomy(TAG, config.tags)}


def _taxonomy(name: str, terms: Mapping[str, Term]) -> Taxonomy:
    return Taxonomy(
        name=name,
        canonical={alias: own for own, term in terms.items() for alias in term.aliases},
        defined={own: Definition(term.label, term.description, term.slug) for own, term in terms.items()},
    )


def feeds(config: SiteConfig) -> FeedExtent:
    """Return which feeds there are, and how much they show."""
    feed = config.feed
    return FeedExtent(feed.size, feed.content == "full", tuple(dict.fromkeys(feed.formats)), feed.archives)


def extent(config: SiteConfig) -> Extent:
    """Return how much the home page and the feeds show."""
    home = config.home
    return Extent(
        home.posts,
        home.sections,
        home.section_posts,
        home.order,
        feeds(config),
        sitemaps=bool(config.url),
        news=config.sitemaps.news,
        llms=config.llms_txt,
        headers=config.security.headers,
    )


def _machines(config: SiteConfig) -> Machines:
    """Return what robots, phones and browsers are told."""
    robots, manifest = config.robots, config.manifest
    return Machines(
        Robots(robots.index, robots.disallow, robots.lines),
        Manifest(manifest.short_name, manifest.color, manifest.icons),
        news=config.sitemaps.news,
        policy=config.security.meta,
    )


def chosen_theme(config: SiteConfig, paths: SitePaths) -> Theme:
    """Return the theme of a site. Raises BackfileError for one that can't be used, and for wrong options."""
    theme = find_theme(config.theme.name, paths.themes)
    check_options(theme, config.theme.options, paths.config)
    return theme


def shared(config: SiteConfig, theme: Theme, digest: str, pages: tuple[tuple[str, str], ...]) -> Shared:
    """Return what all pages share; `digest` is the theme's, `pages` are the static pages' (title, url)."""
    publisher = config.publisher
    return Shared(
        title=config.title,
        description=config.description,
        language=config.language,
        base=config.url,
        publisher=(publisher.name or config.title, publisher.url, publisher.logo),
        options=config.theme.options,
        pages=pages,
        rules=body_rules(config),
        theme=theme,
        theme_digest=digest,
        feeds=feeds(config),
        machines=_machines(config),
    )
