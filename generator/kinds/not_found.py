"""Make the page that hosts show for addresses that do not exist."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import ClassVar

from generator.addresses.routes import Route
from generator.kinds.kind import Maker, Resources, View
from generator.kinds.single import Part, SingleKind

_PAGE = Route("404.html", replaceable=True)


class NotFoundKind(SingleKind):
    """The page for addresses that do not exist; it is shown at any address."""

    key: ClassVar[str] = "404"
    title: ClassVar[str] = "the page that hosts show for addresses that do not exist"
    routes: ClassVar[tuple[Route, ...]] = (_PAGE,)
    templates: ClassVar[tuple[str, ...]] = ("404",)
    from_sample: ClassVar[bool] = True
    shows_posts: ClassVar[bool] = False

    def parts(self, connection: sqlite3.Connection) -> Iterator[Part]:
        """Yield the page."""
        yield Part(_PAGE.path(), "404")

    def makers(self, resources: Resources) -> Mapping[str, Maker]:
        """Return the maker of 404.html."""
        title = resources.words.not_found
        return {"404": lambda _: View({}, title, at_any_address=True)}
