"""Inspect the declared types of options, and describe them in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

#: Any name, in the dotted name of an option.
ANY_NAME = "<name>"

_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Any: "anything",
}


@lru_cache(maxsize=64)
def option_kinds(section: type) -> Mapping[str, Any]:
    """Return the resolved types of a dataclass' fields, by name."""
    return get_type_hints(section)


@lru_cache(maxsize=64)
def required_options(section: type) -> frozenset[str]:
    """Return the names of a dataclass' fields that have no default."""
    missing = dataclasses.MISSING
    fields = dataclasses.fields(section)
    return frozenset(f.name for f in fields if f.default is missing and f.default_factory is missing)


def is_section(kind: Any) -> bool:
    """Return whether a declared type is a dataclass: options of its own."""
    return isinstance(kind, type) and dataclasses.is_dataclass(kind)


def is_mapping(kind: Any) -> bool:
    """Return whether a declared type is a mapping of names to values of one type."""
    return get_origin(kind) is Mapping or (isinstance(kind, type) and issubclass(kind, Mapping))


def is_list(kind: Any) -> bool:
    """Return whether a declared type is `tuple[X, ...]`."""
    return get_origin(kind) is tuple


def item_kind(kind: Any) -> Any:
    """Return the type of the items of a list, or of the values of a mapping."""
    args = get_args(kind)
    return args[0] if is_list(kind) else args[1]


def empty_value(kind: Any) -> Any:
    """Return the value of a name in a group that is given without one (a section has defaults instead)."""
    if is_mapping(kind):
        return {}
    return None if kind is Any else (get_origin(kind) or kind)()


def describe(kind: Any) -> str:
    """Return a declared type in the words of messages and of the documentation."""
    if kind in _WORDS:
        return _WORDS[kind]
    if get_origin(kind) is Literal:
        return " or ".join(f'"{choice}"' for choice in get_args(kind))
    if is_list(kind):
        return "a list of whole numbers" if item_kind(kind) is int else "a list of texts"
    return "a group of names" if is_mapping(kind) else "a group of options"


class OptionField(NamedTuple):
    """A field of a schema: `section` is the dotted name of its section (`""`: the top level)."""

    section: str
    owner: type
    field: dataclasses.Field[Any]
    kind: Any

    @property
    def name(self) -> str:
        """The dotted name of the option."""
        return f"{self.section}.{self.field.name}" if self.section else self.field.name


def option_fields(owner: type, section: str = "") -> Iterator[OptionField]:
    """Yield all fields of a schema, a section before its own fields."""
    kinds = option_kinds(owner)
    for field in dataclasses.fields(owner):
        option = OptionField(section, owner, field, kinds[field.name])
        yield option
        yield from _fields_below(option)


def _fields_below(option: OptionField) -> Iterator[OptionField]:
    if is_section(option.kind):
        yield from option_fields(option.kind, option.name)
    elif is_mapping(option.kind) and is_section(item_kind(option.kind)):
        yield from option_fields(item_kind(option.kind), f"{option.name}.{ANY_NAME}")
