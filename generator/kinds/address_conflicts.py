"""Find patterns and paths in site.yaml whose addresses other outputs have.

Patterns are compared by examples: the addresses of one are tried against the others. The names in the
examples are those that stand in the other patterns, so `/a/{slug}/` meets `/{slug}/b.html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from generator.addresses.routes import Reserved, Route
from generator.config.groups import Groups
from generator.config.rules.cross_options import Conflict
from generator.config.rules.feed_paths import example_feed_path, form_of
from generator.config.rules.permalinks import FORMS, example_path
from generator.config.schema import Permalink
from generator.config.yaml.errors import OptionError
from generator.config.yaml.reader import dotted
from generator.core.wording import printable
from generator.kinds import registry

_FIELD = re.compile(r"\{(\w+)\}")
#: Values of the fields of routes with which they are tried; a slug can be a number or a year as well.
_EXAMPLES = {
    "slug": ("s", "1", "12", "2021", "2021-12"),
    "number": ("1", "12"),
    "year": ("2021",),
    "month": ("12",),
    "day": ("28",),
    "period": ("2021-12",),
    "format": ("xml", "rss", "json"),
}
_CURE = "start with a different folder"


def address_conflicts(values: Mapping[str, Any], groups: Groups) -> Iterator[Conflict]:
    """Yield the patterns and output paths in the values of a site.yaml that are those of other outputs."""
    permalink = values.get("permalink", Permalink())
    yield from _of_lists(permalink)
    reserved = registry.reserved_by(permalink)
    for option in ("post", "page"):
        example = example_path(getattr(permalink, option), FORMS[option])
        if reserved.has(example):
            yield _conflict(option, example, "which the program uses for other pages")
    made = registry.made_by(permalink)
    forms: dict[str, tuple[str, str]] = {}
    for place, path in _named(values, groups):
        known = forms.setdefault(form_of(path), (dotted(place), path))
        if made.has(example_feed_path(path)):
            yield Conflict(place, OptionError("reserved", f"/{path} is an output already", "remove it"))
        elif known != (dotted(place), path):
            message = f"/{path} has the addresses of /{known[1]} in {known[0]}"
            yield Conflict(place, OptionError("conflict", message, "remove one of them"))


def _named(values: Mapping[str, Any], groups: Groups) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the output paths that options name, each with its place."""
    for group, name in ((one.name, name) for one in groups for name in one.output_paths):
        for number, path in enumerate(getattr(values.get(group), name, ())):
            yield (group, name, number), path
    for group in ("categories", "tags"):
        for name, term in values.get(group, {}).items():
            yield from (((group, name, "feeds", number), path) for number, path in enumerate(term.feeds))


def _of_lists(permalink: Permalink) -> Iterator[Conflict]:
    """Yield the patterns of lists that share addresses with each other, or with other outputs."""
    ours = registry.routes_by_option(permalink)
    others = ours.pop("")
    usual = Permalink()
    changed = [option for option in ours if getattr(permalink, option) != getattr(usual, option)]
    if not changed:
        return
    for option in changed:
        if example := _shared(ours[option], others):
            yield _conflict(option, example, "which the program uses for other pages")
    for one, other in combinations(ours, 2):
        if example := _shared(ours[one], ours[other]):
            option, known = (other, one) if other in changed else (one, other)
            yield _conflict(option, example, f"which permalink.{known} makes as well")


def _shared(one: Sequence[Route], other: Sequence[Route]) -> str:
    """Return an example of an output path that two groups of routes share, "" for none."""
    for ours, theirs in ((one, other), (other, one)):
        reserved = Reserved.of(theirs)
        names = _names(theirs)
        for route in ours:
            if found := next((path for path in _paths(route, names) if reserved.has(path)), ""):
                return found
    return ""


def _names(routes: Iterable[Route]) -> tuple[str, ...]:
    """Return the fixed segments of routes, without suffixes, as examples of slugs."""
    segments = (part for route in routes for part in route.pattern.split("/") if "{" not in part)
    return tuple(dict.fromkeys(part.partition(".")[0] for part in segments))


def _paths(route: Route, names: tuple[str, ...]) -> Iterator[str]:
    """Yield examples of the output paths of a route."""
    fields = tuple(dict.fromkeys(_FIELD.findall(route.pattern)))
    values = [(*_EXAMPLES.get(field, ("a",)), *(names if field == "slug" else ())) for field in fields]
    for chosen in product(*values):
        yield route.path(**dict(zip(fields, chosen, strict=True)))


def _conflict(option: str, example: str, why: str) -> Conflict:
    message = f"makes addresses such as {printable(example)}, {why}"
    return Conflict(("permalink", option), OptionError("permalink", message, _CURE))
