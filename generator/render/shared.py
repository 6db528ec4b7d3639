"""What all outputs of a kind share, besides what each is made from on its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator import __version__
from generator.body.rules import BodyRules
from generator.digests import digest_values
from generator.theme.lookup import Theme
from generator.versions import version


class Shared(NamedTuple):
    """The settings that reach output files. `pages` are (title, url) of static pages, for navigation."""

    title: str
    description: str
    language: str
    base: str
    publisher: tuple[str, str, str]
    options: Mapping[str, Any]
    pages: tuple[tuple[str, str], ...]
    rules: BodyRules
    theme: Theme
    theme_digest: str


class Folders(NamedTuple):
    """Where a worker finds sources and puts what it makes; no output depends on it."""

    root: str
    last_good: str
    staging: str
    output: str


#: Pages rendered by the theme.
TEMPLATED = ("home", "post", "page", "term", "day", "terms", "archive", "year", "month", "404", "redirect")
_BODIES = ("post", "page")
_XML = ("feed", "sitemap", "sitemap-index")


def digests(shared: Shared) -> dict[str, bytes]:
    """Return, by page, a digest of what its outputs share: settings, theme, program, libraries."""
    site = (shared.title, shared.description, shared.language, shared.base)
    program = {"backfile": __version__}
    themed = (*site, shared.publisher, shared.options, shared.pages, shared.theme_digest)
    found = {page: digest_values(program, _versions("jinja2", "markupsafe"), themed) for page in TEMPLATED}
    engines = _versions("comrak", "markdown", "nh3")
    found.update({page: digest_values(found[page].hex(), engines, shared.rules) for page in _BODIES})
    found.update({page: digest_values(program, _versions("lxml"), site) for page in _XML})
    # A feed's author is the publisher, and its title is put together by the theme's words.
    found["feed"] = digest_values(found["feed"].hex(), shared.publisher, shared.theme_digest)
    found.update({"robots": digest_values(program, shared.base), "file": b"", "asset": b""})
    return found


def _versions(*names: str) -> dict[str, str]:
    return {name: version(name) for name in names}
