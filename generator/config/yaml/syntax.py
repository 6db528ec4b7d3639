"""Read the YAML of a configuration file, and report what is wrong with it in plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from generator.config.yaml.errors import OptionError, PlacedError, position_of
from generator.config.yaml.tree import MAX_DEPTH, TreeBuilder, TreeError, Value
from generator.core.model import WHOLE_FILE, Position
from generator.core.wording import quoted_value

#: Characters that YAML 1.1 calls not printable (section 5.1). Parsers report them without a line.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Translation(NamedTuple):
    """A pattern of a parser's message, and our message; `at_start` if the unfinished value is to blame."""

    pattern: str
    message: str
    hint: str
    at_start: bool = False


#: Messages of libyaml and of the parser in pure Python.
_TRANSLATIONS = (
    _Translation(
        r"unexpected end of stream|unexpected document (?:indicator|separator)",
        "a quote is opened here and never closed",
        "close it, or put the other kind of quotes around the text",
        at_start=True,
    ),
    _Translation(
        r"expected ',' or '\]'",
        "the list that begins here is not closed, or lacks a comma",
        "write it as [one, two]",
        at_start=True,
    ),
    _Translation(
        r"expected ',' or '\}'",
        "the group that begins here is not closed, or lacks a comma",
        "write it as {name: value, other: value}",
        at_start=True,
    ),
    _Translation(
        r"(?:mapping values|mapping keys|sequence entries) are not allowed",
        "this does not fit in here",
        "put a text that holds a colon in quotes, and indent the options of a group alike",
    ),
    _Translation(
        r"expected key|expected '-' indicator|expected <block end>",
        "this does not fit in with the lines above",
        "indent the options of a group alike, and end each name with a colon",
    ),
    _Translation(
        r"could not find expected ':'",
        "a colon is missing after a name",
        "write name: value, with a space after the colon",
        at_start=True,
    ),
    _Translation(
        r"cannot start any token|node content|alphabetic or numeric|undefined tag",
        "a value can't begin like this",
        "put it in quotes",
    ),
    _Translation(
        r"escape|hexdecimal",  # the latter is spelt so in libyaml
        "a backslash between double quotes has a special meaning",
        "use single quotes, or write the backslash twice",
    ),
    _Translation(
        r"document start|directive|incompatible YAML",
        "the file has to be one group of options",
        "remove lines such as --- or %",
    ),
)
_DOCUMENTS = OptionError("syntax", _TRANSLATIONS[-1].message, _TRANSLATIONS[-1].hint)
_TAB = OptionError("syntax", "there is a tab where spaces are expected", "indent with spaces")
_OTHER = OptionError("syntax", "this is not YAML", "check quotes, colons and indentation, here and above")
_END = OptionError("syntax", "the file ends within a value", "close the bracket, brace or quote that is open")
_CONTROL = OptionError("syntax", "there is an invisible control character here", "remove it")


def read_root(text: str) -> Value | None:
    """Return the root of a YAML text, or None when it holds nothing.

    Raises PlacedError with the first syntax error, or where the text is beyond
    the limits of `generator.config.yaml.tree`.
    """
    control = _UNPRINTABLE.search(text)
    if control:
        raise PlacedError(position_at(text, control.start()), _CONTROL)
    try:
        return TreeBuilder(text).root()
    except TreeError as error:
        raise PlacedError(position_of(error), _beyond_limits(error)) from None
    except yaml.MarkedYAMLError as error:
        raise _translated(text, error) from None
    except yaml.YAMLError:
        raise PlacedError(WHOLE_FILE, _OTHER) from None


def _beyond_limits(error: TreeError) -> OptionError:
    alias = quoted_value(f"*{error.alias}")
    return {
        "depth": OptionError("size", "values nest too deep here", f"use at most {MAX_DEPTH} levels"),
        "size": OptionError("size", f"{alias} stands for too many values", "write the values out"),
        "alias": OptionError(
            "alias",
            f"{alias} refers to nothing above",
            "put the text in quotes if the asterisk is part of it",
        ),
        "documents": _DOCUMENTS,
    }[error.kind]


def position_at(text: str, offset: int) -> Position:
    """Return the position of the character at an offset."""
    line_start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - line_start + 1)


def _translated(text: str, error: yaml.MarkedYAMLError) -> PlacedError:
    mark, problem = error.problem_mark, error.problem or ""
    if mark is None:
        return PlacedError(WHOLE_FILE, _OTHER)
    if text[mark.index : mark.index + 1] == "\t":
        return PlacedError(position_of(mark), _TAB)
    ours = next((one for one in _TRANSLATIONS if re.search(one.pattern, problem)), None)
    if ours and ours.at_start and error.context_mark:
        return PlacedError(position_of(error.context_mark), OptionError("syntax", ours.message, ours.hint))
    end = len(text.rstrip())
    if mark.index >= end:
        return PlacedError(position_at(text, max(end - 1, 0)), _END)
    found = OptionError("syntax", ours.message, ours.hint) if ours else _OTHER
    return PlacedError(position_of(mark), found)
