"""Match output paths against patterns, and fill patterns to make output paths.

A route is one pattern such as `category/{slug}/{number}.html`. From it follow the
path of an output (`route.path(slug="a", number=3)`), the way back from a path to
its parameters (`route.match("category/a/3.html")`), and which addresses belong to
the program, so that no post or file may have them. (Starlette's `compile_path`
makes both directions from one string as well.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import NamedTuple

#: What parameters match; any other one matches a single segment of a path.
_PARAMETERS = {
    "year": r"\d{4}",
    "month": r"\d\d",
    "day": r"\d\d",
    "period": r"\d{4}-\d\d",
    "number": r"[1-9]\d*",
    "format": r"xml|rss|json",
    "path": r".+",
}
_SEGMENT = r"[^/]+"
#: A folder that a slug names; a name with a dot in it is one of a file.
_FOLDER_SEGMENT = r"[^/.]+"
_BRACES = re.compile(r"\{(\w+)\}")


class Route:
    """A pattern of output paths: plain text and parameters in braces.

    - `title`: what is there, where that is not the same for all routes of a kind.
    - `replaceable`: a file under content/static/ may take the place of the output.
    - `shared`: files of the user may lie in the same folder; only pages may not.
    - `of_term`: the page of a category or tag, which is there only while posts have it.
    """

    def __init__(
        self,
        pattern: str,
        title: str = "",
        *,
        replaceable: bool = False,
        shared: bool = False,
        of_term: bool = False,
    ) -> None:
        self.pattern = pattern
        self.title = title
        self.replaceable = replaceable
        self.shared = shared
        self.of_term = of_term

    def __repr__(self) -> str:
        return f"Route({self.pattern!r})"

    def path(self, **parameters: str | int) -> str:
        """Return the output path with some parameters. Raises KeyError for one that is missing."""
        return self.pattern.format_map(parameters)

    def match(self, path: str) -> dict[str, str] | None:
        """Return the parameters of an output path, or None if it is of a different form."""
        found = self._expression.fullmatch(path)
        return found.groupdict() if found else None

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(_as_expression(self.pattern, named=True))

    def folders(self) -> list[str]:
        """Return, as regular expressions, the folders that the outputs lie in."""
        parts = self.pattern.split("/")[:-1]
        folders = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        return [_as_expression(folder, segment=_FOLDER_SEGMENT) for folder in folders]

    def expression(self) -> str:
        """Return the pattern as a regular expression without groups that capture."""
        return _as_expression(self.pattern)


def _as_expression(pattern: str, segment: str = _SEGMENT, *, named: bool = False) -> str:
    parts = _BRACES.split(pattern)
    found = [re.escape(text) if number % 2 == 0 else "" for number, text in enumerate(parts)]
    for number in range(1, len(parts), 2):
        group = f"?P<{parts[number]}>" if named else "?:"
        found[number] = f"({group}{_PARAMETERS.get(parts[number], segment)})"
    return "".join(found)


def _of_term(route: Route) -> str:
    """Return a route as an expression; the page of a folder is one of a term only if the pattern says so."""
    found = route.expression()
    return found if route.pattern.endswith("/index.html") else rf"(?!(?:.*/)?index\.html\Z)(?:{found})"


class Reserved(NamedTuple):
    """The output paths that belong to the program, as regular expressions without regard to case.

    `terms` are those of `pages` that are there only while posts have the category or tag.
    """

    pages: str = ""
    files: str = ""
    terms: str = ""

    @classmethod
    def of(cls, routes: Iterable[Route]) -> Reserved:
        """Return the paths that routes reserve: all for pages; for files those that would be blocked.

        Nothing can be below an output of the program (`tags.html/a.html`), since that is no folder.
        """
        routes = tuple(routes)
        pages: dict[str, None] = {}
        files: dict[str, None] = {}
        for route in routes:
            expression = route.expression()
            pages[expression if route.shared else f"(?:{expression})(?:/.+)?"] = None
            if route.replaceable:
                files[f"(?:{expression})/.+"] = None
            elif not route.shared:
                files[f"(?:{expression})(?:/.+)?"] = None
            files.update(dict.fromkeys(route.folders()))
        terms = [_of_term(route) for route in routes if route.of_term]
        return cls("|".join(pages), "|".join(files), "|".join(terms))

    def has(self, path: str, *, for_file: bool = False) -> bool:
        """Return whether an output path is the program's own, so that no post (or no file) may have it."""
        return _compiled(self.files if for_file else self.pages).fullmatch(path) is not None

    def has_term(self, path: str) -> bool:
        """Return whether an output path is that of a category or tag, which may be there or not."""
        return _compiled(self.terms).fullmatch(path) is not None


#: No address is reserved.
NOTHING_RESERVED = Reserved()


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    # An empty expression would match the empty path.
    return re.compile(expression or r"(?!)", re.IGNORECASE)
