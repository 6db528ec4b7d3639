"""Let other parts of the program declare options of site.yaml.

`schema` has the options of the whole site. An option that one kind of output has is
declared beside that kind, as an `OptionGroup`; `load` reads it with the others, with
line and column, and `reference` documents it.
"""

from __future__ import annotations

import dataclasses
from collections import ChainMap
from functools import cache
from typing import Any, Generic, TypeVar, cast

from generator.config.schema import SiteConfig
from generator.config.yaml.reader import Rules

Value = TypeVar("Value")
NO_RULES = Rules()


@dataclasses.dataclass(frozen=True, eq=False)
class OptionGroup(Generic[Value]):
    """An option at the top level of site.yaml, or a group of options.

    - `type`: a dataclass with a docstring below each field, or the type of the option itself.
    - `default`: the value of an option that is no group; a group has the defaults of its fields.
    - `rules`: what types can't say, by the dotted name of an option.
    - `need_url`: options in the group that need the site's `url`.
    - `output_paths`: options in the group that are lists of output paths, which then belong to the program.
    - `needs`: options in the group that mean something only with another option of it; both names.
    """

    name: str
    type: type[Value]
    meaning: str
    default: Value | None = None
    rules: Rules = NO_RULES
    need_url: tuple[str, ...] = ()
    output_paths: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()

    def of(self, config: SiteConfig) -> Value:
        """Return the value in a configuration that was read with this group, else the default."""
        return cast("Value", getattr(config, self.name, self.make_default()))

    def make_default(self) -> Value:
        """Return the default."""
        return self.type() if self.default is None else self.default

    def as_field(self) -> tuple[str, Any, Any]:
        """Return the group as a field of a dataclass: name, type and default."""
        return self.name, self.type, dataclasses.field(default_factory=self.make_default)


Groups = tuple[OptionGroup[Any], ...]


@cache
def site_schema(groups: Groups) -> type[SiteConfig]:
    """Return the schema of site.yaml with the options of some groups."""
    if not groups:
        return SiteConfig
    fields = [group.as_field() for group in groups]
    return dataclasses.make_dataclass("SiteConfig", fields, bases=(SiteConfig,), frozen=True)


def all_rules(rules: Rules, groups: Groups) -> Rules:
    """Return the rules of the site together with those of groups."""
    every = (rules, *(group.rules for group in groups))
    return Rules(
        ranges=dict(ChainMap(*(dict(one.ranges) for one in every))),
        values=dict(ChainMap(*(dict(one.values) for one in every))),
        names=dict(ChainMap(*(dict(one.names) for one in every))),
        shorthands=dict(ChainMap(*(dict(one.shorthands) for one in every))),
    )
