"""Define `{% once key %} … {% endonce %}`: a part that many pages share, rendered once for each key."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup


class Once(Extension):
    """Caches the text of the part between the tags, by its place in the theme and the value of its key.

    The key must name everything in the part that differs from page to page:
    mostly `root`, and for a navigation the page that is marked in it.
    """

    tags = {"once"}  # noqa: RUF012

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._number = itertools.count()
        self._cache: dict[tuple[object, ...], Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse the tag, its key and the part up to its end."""
        line = next(parser.stream).lineno
        # The place has the file, since templates of two themes may have the same name; and a number, since a
        # line may have two parts. The number alone is not unique: each build that compiles counts from 0.
        place = nodes.Const(f"{parser.filename}:{line}:{next(self._number)}")
        call = self.call_method("_once", [place, parser.parse_tuple()])
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _once(self, place: str, key: object, caller: Callable[[], Markup]) -> Markup:
        text = self._cache.get((place, key))
        if text is None:
            text = self._cache[place, key] = caller()
        return text
