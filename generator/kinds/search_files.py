"""Publish the program that searches in the browser, and the table of characters that it folds texts with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from generator.addresses.routes import Route
from generator.kinds.kind import Common, Maker, Phase, Resources, Source
from generator.kinds.parts.inputs import options
from generator.kinds.parts.search import CHARACTERS, MODULE, SEARCH
from generator.kinds.single import Part, SingleKind
from generator.plan.touched import Touched
from generator.search.files import characters, characters_name, module, module_digest
from generator.theme.inputs import Inputs


@dataclass(frozen=True)
class SearchFilesKind(SingleKind):
    """The files of search that are the same in all archives."""

    key: ClassVar[str] = "search-files"
    title: ClassVar[str] = "a file that searches need"
    phase: ClassVar[Phase] = "assets"
    routes: ClassVar[tuple[Route, ...]] = (MODULE, CHARACTERS)
    shows_posts: ClassVar[bool] = False
    from_sample: ClassVar[bool] = True

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the kind; a site without search has no such files."""
        return cls(enabled=SEARCH.of(source.config).mode != "off")

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield both files."""
        yield Part(MODULE.path(), "search-module")
        yield Part(f"search/{characters_name()}", "search-characters")

    def shared_inputs(self, common: Common) -> Mapping[str, Inputs]:
        """Return the digests of the files; a site without search does not compute them."""
        if not self.enabled:
            return {}
        return {
            "search-module": {"program:search.js": module_digest()},
            "search-characters": {"program:characters": characters_name()},
        }

    def own_inputs(self) -> Inputs:
        """Return whether the site has search."""
        return options({"search.mode": self.enabled})

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the copies."""
        return {
            "search-module": lambda _: module(),
            "search-characters": lambda _: characters(),
        }

    def count(self, connection: sqlite3.Connection, touched: Touched) -> int:
        """Return the number of files, if they are touched."""
        return 2 * super().count(connection, touched)

    def describe(self, connection: sqlite3.Connection, path: str, key: str, task: Any) -> str:
        """Name the file."""
        if path == MODULE.path():
            return "the module that searches in the browser"
        return "the table of traditional and simplified characters, by which searches fold texts"
