"""What decides the looks of the whole output, and what of it each owner's outputs are made from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import NamedTuple

from generator import __version__
from generator.config.schema import SiteConfig
from generator.index.database import get_meta, set_meta
from generator.kinds.shared import TEMPLATED, Shared, digests, page_inputs, settings_inputs
from generator.kinds.singles import Extent
from generator.pipeline import slices
from generator.system.versions import version
from generator.taxonomy.definitions import Taxonomy
from generator.theme.assets import Asset, assets
from generator.theme.dependencies import Templates
from generator.theme.inputs import Inputs, look
from generator.theme.lookup import Theme, theme_digest
from generator.theme.template_references import References


class Unit(NamedTuple):
    """Owners whose outputs share their inputs: all of a kind or, if it has a key, a single one."""

    kind: str
    key: str = ""

    @property
    def name(self) -> str:
        """`post`, `single:home`."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


#: The pages that the outputs of each unit are.
_PAGES: dict[Unit, tuple[str, ...]] = {
    Unit("post"): ("post",),
    Unit("page"): ("page",),
    Unit("alias"): ("redirect",),
    Unit("file"): ("file",),
    Unit("category"): ("term",),
    Unit("tag"): ("term",),
    Unit("day"): ("day",),
    Unit("feed"): ("feed",),
    Unit("feed-archive"): ("feed-archive",),
    Unit("month"): ("month",),
    Unit("year"): ("year",),
    Unit("sitemap"): ("sitemap",),
    Unit("asset"): ("asset",),
    Unit("single", "home"): ("home",),
    Unit("single", "categories"): ("terms",),
    Unit("single", "tags"): ("terms",),
    Unit("single", "archive"): ("archive",),
    Unit("single", "404"): ("404",),
    Unit("single", "robots"): ("robots",),
    Unit("single", "feed"): ("feed",),
    Unit("single", "opml"): ("opml",),
    Unit("single", "sitemap"): ("sitemap", "sitemap-index", "sitemap-news"),
    Unit("single", "llms"): ("llms",),
    Unit("single", "manifest"): ("manifest",),
    Unit("single", "headers"): ("headers",),
}
UNITS = tuple(_PAGES)
#: Options that decide whether single outputs are there at all.
_SWITCHES: dict[str, Callable[[Extent], Mapping[str, object]]] = {
    "sitemap": lambda extent: {"sitemaps.news": extent.news},
    "llms": lambda extent: {"llms_txt": extent.llms},
    "headers": lambda extent: {"security.headers": extent.headers},
}


def unit_of(kind: str, key: str) -> Unit:
    """Return the unit that an owner belongs to."""
    return Unit(kind, key if kind == "single" else "")


class Edition(NamedTuple):
    """What decides the looks of the whole output; `pages` is what each kind of page is made from."""

    shared: Shared
    extent: Extent
    page_size: int
    taxonomies: Mapping[str, Taxonomy]
    assets: Mapping[str, Asset]
    pages: Mapping[str, Inputs]

    def digests(self) -> dict[str, bytes]:
        """Return, by page, what stands in fingerprints for all that its outputs share."""
        return digests(self.pages)

    def inputs(self) -> dict[str, Inputs]:
        """Return, by unit, all that its outputs share; where it is another, they are all suspect."""
        found: dict[str, Inputs] = {}
        for unit, pages in _PAGES.items():
            shared = {name: value for page in pages for name, value in self.pages[page].items()}
            found[unit.name] = {**shared, **self._own(unit)}
        return found

    def _own(self, unit: Unit) -> Inputs:
        """Return what shows in the tasks of a unit, and is not known to the index."""
        if unit.kind in ("category", "tag"):
            plural = {"category": "categories", "tag": "tags"}[unit.kind]
            defined = self.taxonomies[unit.kind].defined
            return settings_inputs({"lists.page_size": self.page_size, plural: defined})
        if unit.kind == "day":
            return settings_inputs({"lists.page_size": self.page_size})
        if unit.kind == "asset":
            return {f"asset:{name}": asset.path for name, asset in self.assets.items()}
        if unit.name == "single:home":
            return settings_inputs({f"home.{name}": value for name, value in self.extent.home().items()})
        if "feed" in unit:
            return settings_inputs(
                {f"feed.{name}": value for name, value in self.extent.feed.settings().items()}
            )
        if unit.key in _SWITCHES:
            return settings_inputs(_SWITCHES[unit.key](self.extent))
        if unit.kind == "feed-archive":
            return settings_inputs({"feed.archives": self.extent.feed.archives})
        return {}


def make_edition(
    connection: sqlite3.Connection, config: SiteConfig, theme: Theme, templates: Templates
) -> Edition:
    """Return what decides the looks of all pages, as config, theme and the static pages of the index say."""
    shared = slices.shared(config, theme, theme_digest(theme), static_pages(connection))
    files = assets(theme, shared.options)
    return Edition(
        shared,
        slices.extent(config),
        config.lists.page_size,
        slices.taxonomies(config),
        files,
        page_inputs(shared, look(theme, config.language, templates, files, TEMPLATED)),
    )


def static_pages(connection: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Return titles and addresses of the static pages, which the navigation shows."""
    rows = connection.execute("SELECT title, url FROM posts WHERE role = 'page' AND live = 1 ORDER BY path")
    return tuple(rows.fetchall())


def known_references(connection: sqlite3.Connection) -> dict[str, References]:
    """Return what the templates of the last build name, by the digests of their texts."""
    try:
        kept = json.loads(get_meta(connection, "references") or "{}")
    except ValueError:  # Damaged within its text, which SQLite does not see.
        return {}
    found = kept["found"] if kept.get("parser") == _parser() else {}
    return {digest: References(tuple(one[0]), tuple(one[1])) for digest, one in found.items()}


def keep_references(connection: sqlite3.Connection, found: Mapping[str, References]) -> None:
    """Keep what the templates name for the next build, which then need not parse them."""
    if found != known_references(connection):
        kept = {"parser": _parser(), "found": found}
        set_meta(connection, "references", json.dumps(kept, sort_keys=True))


def _parser() -> str:
    """Return what else decides what templates are found to name."""
    return f"{__version__} {version('jinja2')}"
