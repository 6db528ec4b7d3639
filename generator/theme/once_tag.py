"""`{% once key %} … {% endonce %}`: a part that many pages share, rendered once for each key."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup


class Once(Extension):
    """Remembers what the part between the tags came to, by its place in the theme and the value of its key.

    The key must name everything that the part shows and that differs from page
    to page: mostly `root`, and for a navigation the page that is marked in it.
    """

    tags = {"once"}  # noqa: RUF012

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._number = itertools.count()
        self._known: dict[tuple[object, ...], Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse the tag, its key and what stands between it and its end."""
        line = next(parser.stream).lineno
        # By its file: templates of two themes may have one name. And by a number: a line may have two parts.
        # That alone says nothing: for a template that was compiled by an earlier build it was counted anew.
        place = nodes.Const(f"{parser.filename}:{line}:{next(self._number)}")
        call = self.call_method("_once", [place, parser.parse_tuple()])
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _once(self, place: str, key: object, caller: Callable[[], Markup]) -> Markup:
        found = self._known.get((place, key))
        if found is None:
            found = self._known[place, key] = caller()
        return found
