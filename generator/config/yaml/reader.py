"""Read a YAML tree by the declared types of a schema, and report every mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.config.yaml import tree
from generator.config.yaml.errors import Findings, OptionError, position_of
from generator.config.yaml.scalars import (
    Range,
    check_tag,
    is_null,
    read_free,
    read_scalar,
    read_text,
    wrong_kind,
)
from generator.config.yaml.tree import Scalar, Value
from generator.config.yaml.types import (
    describe,
    empty_value,
    is_list,
    is_mapping,
    is_section,
    item_kind,
    option_fields,
    option_kinds,
    required_options,
)
from generator.core.model import WHOLE_FILE, Position
from generator.core.wording import did_you_mean, printable, quoted_value

#: Returns a text as the program uses it; raises OptionError for one that it can't.
Rule = Callable[[str], str]

_UNREAD: Any = object()
_EMPTY_GROUP = tree.Mapping([], 0, 0)


class Rules(NamedTuple):
    """Rules that types can't express, by an option's dotted name; `*` is any name of a group or any item."""

    ranges: Mapping[str, Range] = MappingProxyType({})
    values: Mapping[str, Rule] = MappingProxyType({})
    names: Mapping[str, Rule] = MappingProxyType({})
    """Rules for the names in a group, by the name of the group."""
    shorthands: Mapping[str, str] = MappingProxyType({})
    """Sections that may be written as a single value, and the option in them that it is."""


def dotted(path: tuple[str | int, ...]) -> str:
    """Return an option's path as messages name it."""
    return ".".join(printable(step) for step in path if isinstance(step, str))


class Option(NamedTuple):
    """The place of a value in the schema and in the file. Items of lists have their number in `path`."""

    path: tuple[str | int, ...]
    pattern: str
    position: Position

    @property
    def name(self) -> str:
        """The dotted name, as messages have it."""
        return dotted(self.path)

    def child(self, step: str | int, position: Position, step_pattern: str = "*") -> Option:
        """Return an option below: a field of a section, or (`*`) one of the user's names or items."""
        pattern = f"{self.pattern}.{step_pattern}" if self.pattern else step_pattern
        return Option((*self.path, step), pattern, position)


class TreeReader:
    """Reads the tree of one file. Afterwards `positions` has the position of each value."""

    def __init__(self, schema: type, rules: Rules, findings: Findings) -> None:
        self._schema = schema
        self._rules = rules
        self._findings = findings
        self.positions: dict[tuple[str | int, ...], Position] = {}

    def read(self, root: tree.Mapping) -> dict[str, Any]:
        """Return the values that the file gives, by the names of the schema's fields."""
        return self._options(self._schema, root, Option((), "", WHOLE_FILE))

    def _options(self, owner: type, node: tree.Mapping, option: Option) -> dict[str, Any]:
        kinds = option_kinds(owner)
        values: dict[str, Any] = {}
        for name, position, child in self._pairs(node, option):
            below = option.child(name, position, name)
            if name not in kinds:
                self._findings.add(self._unknown(name, owner), position, below.name)
            elif not is_null(child):
                values[name] = self._read(kinds[name], child, below)
        for name in sorted(required_options(owner) - values.keys()):
            error = OptionError("missing", "is missing", f"write {name}: and a value")
            self._findings.add(error, option.position, option.child(name, option.position).name)
        return {name: value for name, value in values.items() if value is not _UNREAD}

    def _unknown(self, name: str, owner: type) -> OptionError:
        known = option_kinds(owner)
        homes = [found.section for found in option_fields(self._schema) if found.field.name == name]
        if homes:
            sections = " or ".join(f"under `{home}`" if home else "at the top level" for home in homes)
            return OptionError("unknown", "is not an option here", f"it belongs {sections}")
        otherwise = f"known here: {', '.join(known)}"
        return OptionError("unknown", "is not an option", did_you_mean(name, known, otherwise))

    def _read(self, kind: Any, node: Value, option: Option) -> Any:
        """Return a value, or _UNREAD if its default applies: nothing is written, or a mistake is reported."""
        self.positions[option.path] = option.position
        if is_null(node):
            return _UNREAD
        try:
            check_tag(node)
            value = self._value(kind, node, option)
            rule = self._rules.values.get(option.pattern)
            return rule(value) if rule else value
        except OptionError as error:
            self._findings.add(error, option.position, option.name)
            return _UNREAD

    def _value(self, kind: Any, node: Value, option: Option) -> Any:
        if is_section(kind):
            return self._section(kind, node, option)
        if is_list(kind):
            return self._items(kind, node, option)
        if is_mapping(kind):
            return self._entries(kind, node, option)
        if kind is Any:
            return self._free(node, option)
        return read_scalar(kind, node, self._rules.ranges.get(option.pattern))

    def _section(self, kind: Any, node: Value, option: Option) -> Any:
        shorthand = self._rules.shorthands.get(option.pattern)
        if isinstance(node, tree.Mapping):
            values = self._options(kind, node, option)
        elif shorthand and isinstance(node, Scalar):
            value = self._read(
                option_kinds(kind)[shorthand], node, option.child(shorthand, option.position, shorthand)
            )
            values = {} if value is _UNREAD else {shorthand: value}
        else:
            raise wrong_kind(describe(kind), node, "write its options below it, indented by two spaces")
        return _UNREAD if required_options(kind) - values.keys() else kind(**values)

    def _free(self, node: Value, option: Option) -> Any:
        if isinstance(node, tree.Mapping):
            return self._entries(Mapping[str, Any], node, option)
        if isinstance(node, tree.Sequence):
            return self._items(tuple[Any, ...], node, option)
        return read_free(node)

    def _items(self, kind: Any, node: Value, option: Option) -> tuple[Any, ...]:
        if isinstance(node, tree.Mapping):
            raise wrong_kind(describe(kind), node, "write [one, two]")
        if isinstance(node, Scalar):
            nodes: list[tuple[Position, Value]] = [(option.position, node)]
        else:
            nodes = [(position_of(child), child) for child in node.items]
        items = []
        for index, (position, child) in enumerate(nodes):
            below = option.child(index, position)
            if is_null(child):
                error = OptionError("type", "has an empty item", "remove it")
                self._findings.add(error, position, below.name)
            items.append(self._read(item_kind(kind), child, below))
        return tuple(item for item in items if item is not _UNREAD)

    def _entries(self, kind: Any, node: Value, option: Option) -> dict[str, Any]:
        if not isinstance(node, tree.Mapping):
            raise wrong_kind(
                describe(kind), node, "write name: value, each on a line and indented by two spaces"
            )
        entries = {}
        for name, position, child in self._pairs(node, option):
            written = _EMPTY_GROUP if is_null(child) and is_section(item_kind(kind)) else child
            value = self._read(item_kind(kind), written, option.child(name, position))
            if value is not _UNREAD:
                entries[name] = value
            elif is_null(written):
                entries[name] = empty_value(item_kind(kind))
        return entries

    def _pairs(self, node: tree.Mapping, option: Option) -> Iterator[tuple[str, Position, Value]]:
        """Yield names, their positions and values; report and skip a bad name or a second one."""
        rule = self._rules.names.get(option.pattern)
        first: dict[str, Position] = {}
        for key, value in node.pairs:
            position = position_of(key)
            try:
                name = _read_name(key, rule)
                if name in first:
                    message = f"is given twice, first in line {first[name].line}"
                    raise OptionError("duplicate", f"{quoted_value(name)} {message}", "remove one of them")
            except OptionError as error:
                self._findings.add(error, position, option.name)
                continue
            first[name] = position
            yield name, position, value


def _read_name(key: Value, rule: Rule | None) -> str:
    if not isinstance(key, Scalar):
        raise wrong_kind("a name", key, "put it in quotes")
    if key.text == "<<" and not key.style:
        raise OptionError("type", "merging with << is not supported", "write the options out")
    name = read_text(key)
    if not name:
        raise OptionError("type", "a name is missing before a colon", "write it, or remove the line")
    return rule(name) if rule else name
