"""Cut site.yaml into the settings that single parts of the program need, so that none gets all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from generator.body.options import BodyRules
from generator.config.schema import SiteConfig, Term
from generator.content.options import ReadOptions
from generator.core.paths import SitePaths
from generator.kinds.parts.feed_settings import FEED
from generator.kinds.parts.pictures import PICTURES, max_pixels, smaller_pictures
from generator.kinds.parts.search import SEARCH
from generator.kinds.parts.settings import SiteSettings
from generator.kinds.registry import reserved
from generator.kinds.robots import ROBOTS
from generator.pictures.names import Smaller
from generator.taxonomy.definitions import CATEGORY, TAG, Definition, Taxonomy
from generator.theme.lookup import Theme, find_theme
from generator.theme.options import check_options


def body_rules(config: SiteConfig) -> BodyRules:
    """Return the settings for turning bodies into HTML."""
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
        prefix_ids=config.markdown.prefix_ids,
        math=config.markdown.math,
        encoding=config.posts.encoding,
        smaller=smaller_pictures(config),
        picture_url=PICTURES.of(config).url,
    )


def read_options(config: SiteConfig) -> ReadOptions:
    """Return the settings for reading posts."""
    return ReadOptions(
        zone=config.time_zone,
        split_categories=config.posts.categories_string == "split",
        max_bytes=config.posts.max_bytes,
        body=body_rules(config)._replace(
            smaller=Smaller(), picture_url=""
        ),  # Reading does not depend on them.
        reserved=reserved(config),
        redirects=config.redirects,
        max_pixels=max_pixels(config),
    )


def taxonomies(config: SiteConfig) -> dict[str, Taxonomy]:
    """Return categories and tags as site.yaml describes them."""
    return {CATEGORY: _taxonomy(CATEGORY, config.categories), TAG: _taxonomy(TAG, config.tags)}


def _taxonomy(name: Literal["category", "tag"], terms: Mapping[str, Term]) -> Taxonomy:
    return Taxonomy(
        name=name,
        canonical={alias: own for own, term in terms.items() for alias in term.aliases},
        defined={own: Definition(term.label, term.description, term.slug) for own, term in terms.items()},
    )


def chosen_theme(config: SiteConfig, paths: SitePaths) -> Theme:
    """Return the theme of a site. Raises BackfileError for an unusable theme, and for wrong options."""
    theme = find_theme(config.theme.name, paths.themes)
    check_options(theme, config.theme.options, paths.config)
    return theme


def settings(
    config: SiteConfig, theme: Theme, digest: str, pages: tuple[tuple[str, str], ...]
) -> SiteSettings:
    """Return the settings that many outputs show; `pages` are (title, href) in the navigation."""
    publisher = config.publisher
    return SiteSettings(
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
        feed_formats=tuple(dict.fromkeys(FEED.of(config).formats)),
        indexed=ROBOTS.of(config).index,
        search=SEARCH.of(config).mode != "off",
        policy=config.security.meta,
        permalink=config.permalink,
    )
