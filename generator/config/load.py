"""Read site.yaml into `SiteConfig`, and report all its mistakes at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.config.groups import Groups, all_rules, site_schema
from generator.config.rules.cross_options import Conflict, conflicts
from generator.config.rules.table import SITE_RULES, check_time_zone
from generator.config.schema import SiteConfig
from generator.config.yaml import tree
from generator.config.yaml.errors import Findings, OptionError, PlacedError, position_of
from generator.config.yaml.reader import Rules, TreeReader, dotted
from generator.config.yaml.scalars import is_null, wrong_kind
from generator.config.yaml.syntax import position_at, read_root
from generator.core.model import WHOLE_FILE, Position

Schema = TypeVar("Schema")

#: Yields what does not fit together in the values that a site.yaml gives, by the names of options.
Judge = Callable[[Mapping[str, Any]], Iterable[Conflict]]


def _accept(_: Mapping[str, Any]) -> Iterable[Conflict]:
    return ()


def load_config(path: Path, groups: Groups = (), judge: Judge = _accept) -> SiteConfig:
    """Return the settings of a file, with the options of some groups; `judge` finds further conflicts.

    Raises ConfigError with every mistake, and for an unreadable file.
    """
    return read_config(_load(path, path.name), path.name, groups, judge)


def read_config(
    text: str, name: str = "site.yaml", groups: Groups = (), judge: Judge = _accept
) -> SiteConfig:
    """Return the settings in the text of a file called `name`. Raises ConfigError with every mistake."""
    return site_schema(groups)(**_read(text, name, partial(_read_values, groups=groups, judge=judge)))


def load_file(path: Path, name: str, schema: type[Schema], rules: Rules) -> Schema:
    """Return the options of a different file by its schema; messages call the file `name`.

    Raises ConfigError with every mistake.
    """

    def values(text: str, findings: Findings) -> dict[str, Any]:
        root = read_root(text)
        empty = root is None or is_null(root)
        return {} if empty else TreeReader(schema, rules, findings).read(_root(text))

    return schema(**_read(_load(path, name), name, values))


def positions_in(path: Path) -> Mapping[tuple[str | int, ...], Position]:
    """Return the position of each value in a site.yaml without mistakes, by the names on the way to it."""
    reader = TreeReader(SiteConfig, SITE_RULES, Findings(path.name))
    reader.read(_root(_load(path, path.name).removeprefix("\ufeff")))
    return reader.positions


def _load(path: Path, name: str) -> str:
    findings = Findings(name)
    text = ""
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        findings.add(_unreadable(error), WHOLE_FILE)
    except PlacedError as error:
        findings.add(error.error, error.position)
    findings.raise_any()
    return text


def _read(text: str, name: str, read: Callable[[str, Findings], dict[str, Any]]) -> dict[str, Any]:
    """Return the values that a function reads. Raises ConfigError with every mistake that it reports."""
    findings = Findings(name)
    values: dict[str, Any] = {}
    try:
        values = read(text.removeprefix("\ufeff"), findings)
    except PlacedError as error:
        findings.add(error.error, error.position)
    findings.raise_any()
    return values


def _read_values(text: str, findings: Findings, groups: Groups, judge: Judge) -> dict[str, Any]:
    reader = TreeReader(site_schema(groups), all_rules(SITE_RULES, groups), findings)
    values = reader.read(_root(text))
    for path, error in (*conflicts(values, groups), *judge(values)):
        findings.add(error, reader.positions.get(path, WHOLE_FILE), dotted(path))
    if ("time_zone",) not in reader.positions:
        _check_default_zone(findings)
    return values


def _check_default_zone(findings: Findings) -> None:
    """Report here, not in the middle of a build, that this machine has no time zone database at all."""
    defaults = {field.name: field.default for field in dataclasses.fields(SiteConfig)}
    try:
        check_time_zone(str(defaults["time_zone"]))
    except OptionError as error:
        findings.add(error, WHOLE_FILE, "time_zone")


def _root(text: str) -> tree.Mapping:
    root = read_root(text)
    if root is None or is_null(root):
        raise PlacedError(
            WHOLE_FILE, OptionError("empty", "the file is empty", "write title: and the name of the archive")
        )
    if not isinstance(root, tree.Mapping):
        hint = "write name: value, each on a line"
        raise PlacedError(position_of(root), wrong_kind("a group of options", root, hint))
    return root


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        head = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        message = "the file is not UTF-8 from here on"
        raise PlacedError(
            position_at(head, len(head)), OptionError("encoding", message, "save it as UTF-8")
        ) from None


def _unreadable(error: OSError) -> OptionError:
    if isinstance(error, FileNotFoundError):
        hint = "run the command in the folder that holds it, or make an archive: backfile init DIR"
        return OptionError("file", "there is no such file", hint)
    return OptionError("file", f"the file can't be read: {error.strerror}", "check its permissions")
