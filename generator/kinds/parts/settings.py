"""Carry the settings of a site that reach output files of many kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.body.options import BodyRules
from generator.config.schema import Permalink
from generator.theme.lookup import Theme


class SiteSettings(NamedTuple):
    """The settings that pages and documents of many kinds show.

    - `base`: the site's URL with a final slash, or "".
    - `publisher`: name, URL and logo.
    - `options`: those of the theme that site.yaml gives.
    - `pages`: (title, href) of the static pages in the navigation.
    - `theme_digest`: of all files of the theme; a worker that has it open need not open it again.
    - `feed_formats`: formats of feeds besides Atom.
    - `indexed`: whether search engines may keep pages.
    - `search`: whether there is a search page.
    - `policy`: whether pages hold their Content-Security-Policy themselves.
    - `permalink`: patterns of addresses.
    """

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
    feed_formats: tuple[str, ...]
    indexed: bool
    search: bool
    policy: bool
    permalink: Permalink


class Folders(NamedTuple):
    """Where a worker finds sources and puts outputs; no output depends on it."""

    root: str
    last_good: str
    templates: str
    staging: str
    output: str
    smaller_pictures: str = ""
