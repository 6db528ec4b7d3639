"""Read single values strictly: as they are written, without guessing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, get_args, get_origin

import yaml
from yaml.resolver import Resolver

from generator.config.yaml.errors import OptionError
from generator.config.yaml.tree import Scalar, Sequence, Value
from generator.config.yaml.types import describe
from generator.core.wording import did_you_mean, printable, quoted_value

_TAGS = "tag:yaml.org,2002:"
#: No tag, and a lone `!`, which says nothing.
_NO_TAGS = frozenset({"", "!"})
#: Tags of the types that plain values have. Others mean types that no option has.
_PLAIN_TAGS = _NO_TAGS | frozenset(
    _TAGS + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
)
#: Numbers as people write them; not the octal 010 or the sexagesimal 12:30 of YAML 1.1.
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*(?:_[0-9]+)*)")
_DECIMAL = re.compile(_WHOLE.pattern + r"(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
#: Longest number; int() refuses those of thousands of digits.
_DIGITS = 30
_NULLS = ("", "~", "null", "Null", "NULL")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
#: Further words that YAML 1.1 takes for true or false, and YAML 1.2 for text.
_UNCLEAR = re.compile(r"(?i:yes|no|on|off)")
#: What neither HTML nor XML can hold; escapes in double quotes can write it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Range(NamedTuple):
    """Least and greatest value of a number (None: any), and an example, as in `write for example 4`."""

    low: float
    high: float | None
    example: str

    def __str__(self) -> str:
        return f"{self.low:,} or more" if self.high is None else f"from {self.low:,} to {self.high:,}"


def is_null(node: Value) -> bool:
    """Return whether a value is left empty, or written as `null` or `~`."""
    if not isinstance(node, Scalar):
        return False
    return node.tag == f"{_TAGS}null" or (node.text in _NULLS and not node.style and node.tag in _NO_TAGS)


def check_tag(node: Value) -> None:
    """Raise OptionError for a value with a type of its own, such as `!!binary`."""
    if node.tag not in _PLAIN_TAGS:
        tag = node.tag.replace(_TAGS, "!!")
        raise OptionError("type", f"has the tag {quoted_value(tag)}, which means nothing here", "remove it")


def wrong_kind(expected: str, node: Value, hint: str) -> OptionError:
    """Return the error for a value that is not `expected` (a type in words)."""
    if isinstance(node, Scalar):
        found = quoted_value(node.text) if not node.style else f"the text {quoted_value(node.text)}"
    else:
        found = "a list" if isinstance(node, Sequence) else "a group of options"
    return OptionError("type", f"must be {expected}, not {found}", hint)


def read_scalar(kind: Any, node: Value, bounds: Range | None) -> Any:
    """Return a value as its declared type: str, int, float, bool or Literal.

    Raises OptionError for a value of a different type; `bounds` are the limits of a number.
    """
    if kind is bool:
        return _read_truth(node)
    if kind in (int, float):
        return _read_number(kind, node, bounds)
    if get_origin(kind) is Literal:
        return _read_choice(kind, node)
    return read_text(node)


def read_free(node: Value) -> str | int | float | bool | None:
    """Return a value of no declared type: null, true, false or a number where it is written so, else text."""
    text = read_text(node)
    if is_null(node):
        return None
    if _tag(node) == f"{_TAGS}str":
        return text
    if _UNCLEAR.fullmatch(text):
        raise OptionError(
            "type",
            f"{quoted_value(text)} may be read as text or as a switch",
            "write true or false, or put it in quotes",
        )
    if text in _TRUTH:
        return _TRUTH[text]
    convert: Callable[[str], int | float] = int if _WHOLE.fullmatch(text) else float
    return convert(text) if _is_number(text) else text


def _tag(node: Value) -> str:
    """Return the tag of a value, or the tag that YAML 1.1 gives to one without."""
    if node.tag not in _NO_TAGS or not isinstance(node, Scalar):
        return node.tag
    resolver = Resolver()
    return str(resolver.resolve(yaml.ScalarNode, node.text, (not node.style, True)))  # type: ignore[no-untyped-call]


def read_text(node: Value) -> str:
    """Return a value as text, whatever YAML takes it for (`2021`, `yes`), without white space around it."""
    if not isinstance(node, Scalar):
        raise wrong_kind("text", node, "write it after the colon, in quotes if it begins with [ or {")
    if _CONTROL.search(node.text):
        raise OptionError("type", "holds a control character, which no page can show", "remove it")
    text: str = node.text
    return text.strip()


def _is_number(text: str) -> bool:
    return len(text) <= _DIGITS and bool(_WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text))


def _read_truth(node: Value) -> bool:
    text = read_text(node) if isinstance(node, Scalar) and not node.style else ""
    if text not in _TRUTH:
        raise wrong_kind(describe(bool), node, "write true or false, without quotes")
    return _TRUTH[text]


def _read_number(kind: type[int] | type[float], node: Value, bounds: Range | None) -> int | float:
    hint = f"write for example {bounds.example}" if bounds else "write digits"
    pattern = _WHOLE if kind is int else _DECIMAL
    if not isinstance(node, Scalar):
        raise wrong_kind(describe(kind), node, hint)
    text = read_text(node)
    if len(text) > _DIGITS or not pattern.fullmatch(text):
        raise wrong_kind(describe(kind), node, hint)
    if node.style:
        raise wrong_kind(describe(kind), node, "remove the quotes")
    value = kind(text)
    if bounds and not bounds.low <= value <= (value if bounds.high is None else bounds.high):
        raise OptionError("range", f"must be {bounds}, not {printable(text)}", hint)
    return value


def _read_choice(kind: Any, node: Value) -> str:
    choices: tuple[str, ...] = get_args(kind)
    hint = f"write for example {choices[0]}"
    if not isinstance(node, Scalar):
        raise wrong_kind(describe(kind), node, hint)
    text = read_text(node)
    if text not in choices:
        message = f"must be {describe(kind)}, not {quoted_value(text)}"
        raise OptionError("choice", message, did_you_mean(text, choices, hint))
    return text
