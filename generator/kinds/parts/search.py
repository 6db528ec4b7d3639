"""Declare the options of search, and where its files lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.addresses.routes import Route
from generator.config.groups import OptionGroup
from generator.config.yaml.reader import Rules

Mode = Literal["full", "titles", "off"]

PAGE = Route("search.html", replaceable=True)
DESCRIPTION = Route("opensearch.xml", replaceable=True)
MANIFEST = Route("search/manifest.json", "The names of all files of the search index")
SEGMENT_FILE = Route("search/{segment}/{file}", "The search index, in segments by time")
MODULE = Route("search/search.js", "The module that searches in the browser")
CHARACTERS = Route("search/fold-{digest}.txt", "Traditional and simplified characters, for searches")


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What readers can search for."""

    mode: Mode = "full"
    """Whether texts and titles can be searched (`full`), titles alone (`titles`), or nothing (`off`)."""
    exclude: tuple[str, ...] = ()
    """Names of categories whose posts are not found."""


SEARCH = OptionGroup(
    "search",
    SearchOptions,
    "What readers can search for. `search: titles` is short for `search: {mode: titles}`.",
    rules=Rules(shorthands={"search": "mode"}),
)
