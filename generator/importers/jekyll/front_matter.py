"""Read front matter and _config.yml as plain values. All scalars are texts, as written."""

from __future__ import annotations

from typing import NamedTuple

from generator.content.decode import decode
from generator.content.frontmatter.fields import MAX_LENGTH, read_fields
from generator.content.frontmatter.split import split
from generator.content.frontmatter.yaml_tree import Mapping, Scalar, UnreadableError, Value, read_tree
from generator.core.model import Problem
from generator.importers import article
from generator.importers.article import RefusalError

#: The most values in one front matter. With aliases a few lines could expand to billions.
_MOST = 10_000
Data = dict[str, article.Value]


class Source(NamedTuple):
    """Front matter and body of a file. `data` is None without front matter; `body_line` counts from 1."""

    data: Data | None
    front: str
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def read_source(raw: bytes, path: str) -> Source:
    """Return the front matter and the body of a file. Raises RefusalError if it can't be read."""
    try:
        text, _ = decode(raw)
    except ValueError as error:
        raise RefusalError("import.encoding", str(error), "save it as UTF-8 text") from None
    parts = split(text)
    if not parts.closed:
        reason = "the front matter is not closed"
        raise RefusalError("import.matter", reason, "put --- below its last field", parts.first_line - 1, 1)
    if parts.front is None:
        return Source(None, "", text, 1)
    data, problems = _data(parts.front, parts.first_line, path)
    return Source(data, parts.front, parts.body, parts.body_line, tuple(problems))


def _data(front: str, first_line: int, path: str) -> tuple[Data, list[Problem]]:
    """Read YAML; repair invalid YAML as in a post, with warnings."""
    if len(front) <= MAX_LENGTH:
        try:
            tree = read_tree(front)
            if not tree.lossy:
                return plain(tree.pairs, first_line), []
        except UnreadableError:
            pass  # `read_fields` finds the same error, with a better message.
    fields, problems = read_fields(front, first_line, path)
    error = next((problem for problem in problems if problem.severity == "error"), None)
    if error:
        raise RefusalError("import.matter", error.message, error.hint, error.line, error.column)
    return {name: field.value for name, field in fields.items()}, problems


def plain(pairs: list[tuple[Value, Value]], first_line: int = 1) -> Data:
    """Return a mapping as plain values. Raises RefusalError if there are too many."""
    return _Converter(first_line).mapping(pairs)


class _Converter:
    """Converts a tree to plain values, and counts them."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._left = _MOST

    def mapping(self, pairs: list[tuple[Value, Value]]) -> Data:
        return {key.text: self._value(value) for key, value in pairs if isinstance(key, Scalar)}

    def _value(self, value: Value) -> article.Value:
        self._left -= 1
        if self._left < 0:
            reason = f"the YAML expands to more than {_MOST:,} values"
            raise RefusalError("import.matter", reason, "use fewer aliases", value.line + self._first_line)
        if isinstance(value, Scalar):
            return value.text
        if isinstance(value, Mapping):
            return self.mapping(value.pairs)
        return [self._value(item) for item in value.items]


def text(value: article.Value | None) -> str:
    """Return a text without white space around it; "" for any other value."""
    return value.strip() if isinstance(value, str) else ""


def texts(value: article.Value | None, *, words: bool) -> list[str]:
    """Return the texts in a list; a single text is split at white space if `words` is True."""
    if isinstance(value, str):
        return value.split() if words else [value] if value.strip() else []
    if value is None or isinstance(value, dict):
        return []
    return [item.strip() for item in value if isinstance(item, str) and item.strip()]
