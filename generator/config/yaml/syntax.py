"""Read the YAML of a configuration file, and report what is wrong with it in plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from generator.config.yaml.errors import OptionError, PlacedError, position_of
from generator.config.yaml.tree import MAX_DEPTH, TreeBuilder, TreeError, Value
from generator.core.model import WHOLE_FILE, Position
from generator.core.wording import quoted_value

#: What YAML 1.1 does not count as printable (section 5.1). Loaders tell it without a line, so we look first.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Plain(NamedTuple):
    """A loader's complaint, as a pattern of its words, and ours; `at_start` of what it was reading or not."""

    complaint: str
    message: str
    hint: str
    at_start: bool = False


#: The complaints are those of libyaml, or else of the loader in pure Python.
_PLAIN_WORDS = (
    _Plain(
        r"unexpected end of stream|unexpected document (?:indicator|separator)",
        "a quote is opened here and never closed",
        "close it, or put the other kind of quotes around the text",
        at_start=True,
    ),
    _Plain(
        r"expected ',' or '\]'",
        "the list that begins here is not closed, or lacks a comma",
        "write it as [one, two]",
        at_start=True,
    ),
    _Plain(
        r"expected ',' or '\}'",
        "the group that begins here is not closed, or lacks a comma",
        "write it as {name: value, other: value}",
        at_start=True,
    ),
    _Plain(
        r"(?:mapping values|mapping keys|sequence entries) are not allowed",
        "this does not fit in here",
        "put a text that holds a colon in quotes, and indent the options of a group alike",
    ),
    _Plain(
        r"expected key|expected '-' indicator|expected <block end>",
        "this does not fit in with the lines above",
        "indent the options of a group alike, and end each name with a colon",
    ),
    _Plain(
        r"could not find expected ':'",
        "a colon is missing after a name",
        "write name: value, with a space after the colon",
        at_start=True,
    ),
    _Plain(
        r"cannot start any token|node content|alphabetic or numeric|undefined tag",
        "a value can't begin like this",
        "put it in quotes",
    ),
    _Plain(
        r"escape|hexdecimal",  # the latter is spelt so in libyaml
        "a backslash between double quotes has a meaning of its own",
        "use single quotes, or write the backslash twice",
    ),
    _Plain(
        r"document start|directive|incompatible YAML",
        "the file has to be one group of options",
        "remove lines such as --- or %",
    ),
)
_DOCUMENTS = OptionError("syntax", _PLAIN_WORDS[-1].message, _PLAIN_WORDS[-1].hint)
_TAB = OptionError("syntax", "a tab stands where spaces are expected", "indent with spaces")
_OTHER = OptionError("syntax", "this is not YAML", "check quotes, colons and indentation, here and above")
_END = OptionError("syntax", "the file ends within a value", "close the bracket, brace or quote that is open")
_CONTROL = OptionError("syntax", "an invisible control character stands here", "remove it")


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
        raise _in_plain_words(text, error) from None
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


def _in_plain_words(text: str, error: yaml.MarkedYAMLError) -> PlacedError:
    mark, complaint = error.problem_mark, error.problem or ""
    if mark is None:
        return PlacedError(WHOLE_FILE, _OTHER)
    if text[mark.index : mark.index + 1] == "\t":
        return PlacedError(position_of(mark), _TAB)
    plain = next((plain for plain in _PLAIN_WORDS if re.search(plain.complaint, complaint)), None)
    if plain and plain.at_start and error.context_mark:
        return PlacedError(position_of(error.context_mark), OptionError("syntax", plain.message, plain.hint))
    end = len(text.rstrip())
    if mark.index >= end:
        return PlacedError(position_at(text, max(end - 1, 0)), _END)
    told = OptionError("syntax", plain.message, plain.hint) if plain else _OTHER
    return PlacedError(position_of(mark), told)
