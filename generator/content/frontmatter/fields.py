"""Read front matter as fields: each value is a text or a list of texts, with its position in the file."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.config.yaml.tree import Mapping, Scalar, Value
from generator.content.frontmatter.keys import KEYS, MAPPING_KEYS
from generator.content.frontmatter.split import Form
from generator.content.frontmatter.trees import read_front
from generator.content.frontmatter.yaml_tree import Tree, UnreadableError, read_tree
from generator.content.problems import Diagnostics
from generator.core.model import Position, Problem
from generator.core.wording import quoted

#: The largest number of characters of front matter (64 Ki).
MAX_LENGTH = 65_536

#: Characters that YAML forbids or takes for the end of a line: control characters, and Unicode's line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: A tab where YAML forbids one: before a line's text, or after a colon or a hyphen that a value follows.
_BAD_TAB = re.compile(r"^(?:[ ]*\t|[^\s#][^:：\n\t]*[:：][ ]*\t|[ ]*-[ ]*\t)(?=[^\n]*\S)", re.MULTILINE)


_HINTS: dict[Form, str] = {
    "yaml": "write each field as key: value, and put quotes around values with special characters",
    "toml": 'write each field as key = "value", with quotes around texts',
    "json": 'write each field as "key": "value", with commas between them',
    "lines": "write each field as Key: value",
}


class Field(NamedTuple):
    """A value, and the line and column in the file where it starts, from 1.

    The value of a mapping is ""; `pairs` has its texts if the key is one of `MAPPING_KEYS`.
    """

    value: str | tuple[str, ...]
    line: int
    column: int
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def position(self) -> Position:
        """Where the value starts."""
        return Position(self.line, self.column)


Fields = dict[str, Field]


def read_fields(text: str, first_line: int, path: str, form: Form = "yaml") -> tuple[Fields, list[Problem]]:
    """Return the fields of front matter that starts at a line of a file, and its problems.

    Broken YAML is repaired where that is possible, with a warning for each repair (see `repair`); otherwise
    an error is among the problems and the fields are empty.
    """
    reader = _Reader(first_line, Diagnostics(path), form)
    fields = reader.read(text)
    return fields, reader.diagnostics.all_problems()


class _Reader:
    """Reads one front matter."""

    def __init__(self, first_line: int, diagnostics: Diagnostics, form: Form) -> None:
        self.diagnostics = diagnostics
        self._first_line = first_line
        self._form = form

    def read(self, text: str) -> Fields:
        if len(text) > MAX_LENGTH:
            message = f"the front matter has {len(text):,} characters, more than {MAX_LENGTH:,}"
            self._error("front-matter.too-large", 0, 0, message, "move the text below the front matter")
            return {}
        tree = self._tree(self._printable(text))
        return self._fields(_with_taxonomies(tree.pairs)) if tree else {}

    def _printable(self, text: str) -> str:
        """Replace control characters and tabs by spaces, with a warning where they would matter."""
        if control := _CONTROL.search(text):
            message = f"the front matter has a control character, U+{ord(control[0]):04X}"
            line, column = _line_and_column(text, control.start())
            self._warn("front-matter.control", line, column, message, "delete it")
            text = _CONTROL.sub(" ", text)
        if self._form != "yaml" or "\t" not in text:
            return text
        if tab := _BAD_TAB.search(text):
            line, column = _line_and_column(text, tab.end() - 1)
            self._warn(
                "front-matter.tab", line, column, "there is a tab where YAML expects spaces", "use spaces"
            )
        return re.sub(r"(?m)^[ \t]+", lambda indent: indent[0].replace("\t", "  "), text).replace("\t", " ")

    def _tree(self, text: str) -> Tree | None:
        """Read the text; if it is YAML and that fails, repair it and read it again."""
        try:
            tree = read_front(text, self._form)
        except UnreadableError as error:
            if error.code == "front-matter.syntax" and self._form == "yaml":
                return self._repaired(text, None)
            self._refuse(error)
            return None
        return self._repaired(text, tree) if tree.lossy else tree

    def _repaired(self, text: str, lossy: Tree | None) -> Tree | None:
        # Late: a run in which all front matter is readable does not need it.
        from generator.content.frontmatter.repair import repair

        repaired = repair(text)
        try:
            tree = read_tree(repaired.text)
        except UnreadableError as error:
            if not lossy:
                self._refuse(error)
            return lossy
        for line, column, code, message, hint in repaired.repairs:
            self._warn(code, line, column, message, hint)
        return tree

    def _refuse(self, error: UnreadableError) -> None:
        message = f"the front matter can't be read: {error.reason}"
        self._error(error.code, error.line, error.column, message, _HINTS[self._form])

    def _fields(self, pairs: list[tuple[Value, Value]]) -> Fields:
        fields: Fields = {}
        for key, value in pairs:
            if not isinstance(key, Scalar):
                continue
            if key.text in fields:
                self._duplicate(key, fields[key.text])
            position = self._position(value.line, value.column)
            fields[key.text] = Field(self._value(key.text, value), *position, _pairs(key.text, value))
        return fields

    def _value(self, key: str, value: Value) -> str | tuple[str, ...]:
        if isinstance(value, Scalar):
            return value.text
        if isinstance(value, Mapping) and key in MAPPING_KEYS:
            if len(_texts(value)) < len(value.pairs):
                self._warn_nested(key, value, f"a value in {key} is not a text, and is ignored")
            return ""
        if isinstance(value, Mapping):
            self._warn_nested(key, value, f"{key} is a mapping where a text is expected, and is ignored")
            return ""
        return tuple(self._item(key, item) for item in value.items)

    def _item(self, key: str, item: Value) -> str:
        if isinstance(item, Scalar):
            return item.text
        if isinstance(item, Mapping):
            texts = _texts(item)
            if "name" in texts:
                return texts["name"]
            if len(texts) == 1 == len(item.pairs):
                return self._item_with_colon(key, item, *texts.popitem())
        self._warn_nested(key, item, f"an item of {key} is not a text, and is ignored")
        return ""

    def _item_with_colon(self, key: str, item: Value, head: str, tail: str) -> str:
        text = f"{head}: {tail}".strip()
        if key in KEYS:
            message = f"an item of {key} has a colon and a space in an unquoted value: {quoted(text)}"
            self._warn("front-matter.colon", item.line, item.column, message, "put quotes around it")
        return text

    def _duplicate(self, key: Scalar, first: Field) -> None:
        message = f"{quoted(key.text)} is given twice, first in line {first.line}; the last value is used"
        self._warn("front-matter.duplicate-key", key.line, key.column, message, "delete one of them")

    def _warn_nested(self, key: str, value: Value, message: str) -> None:
        if key in KEYS:
            hint = "write a text or a list of texts"
            self._warn("front-matter.mapping", value.line, value.column, message, hint)

    def _position(self, line: int, column: int) -> Position:
        return Position(self._first_line + line, column + 1)

    def _warn(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        self.diagnostics.warn(code, self._position(line, column), message, hint)

    def _error(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        self.diagnostics.error(code, self._position(line, column), message, hint)


def _with_taxonomies(pairs: list[tuple[Value, Value]]) -> list[tuple[Value, Value]]:
    """Return pairs with those of `taxonomies` on the first level; there Zola has tags and categories."""
    found: list[tuple[Value, Value]] = []
    for key, value in pairs:
        is_table = isinstance(key, Scalar) and key.text == "taxonomies" and isinstance(value, Mapping)
        found += value.pairs if is_table and isinstance(value, Mapping) else [(key, value)]
    return found


def _pairs(key: str, value: Value) -> tuple[tuple[str, str], ...]:
    return tuple(_texts(value).items()) if key in MAPPING_KEYS and isinstance(value, Mapping) else ()


def _texts(mapping: Mapping) -> dict[str, str]:
    """Return the pairs of a mapping that are texts on both sides."""
    return {k.text: v.text for k, v in mapping.pairs if isinstance(k, Scalar) and isinstance(v, Scalar)}


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
