"""Read front matter and _config.yml as plain values. All scalars are texts, as written."""

from __future__ import annotations

from typing import NamedTuple

from generator.config.yaml.tree import Mapping, Scalar, Value
from generator.content.decode import decode
from generator.content.frontmatter.fields import MAX_LENGTH, read_fields
from generator.content.frontmatter.split import Split, split
from generator.content.frontmatter.trees import read_front
from generator.content.frontmatter.yaml_tree import UnreadableError
from generator.core.model import Problem
from generator.importers import article
from generator.importers.article import RefusalError

Data = dict[str, article.Value]


class Source(NamedTuple):
    """Front matter and body of a file. `data` is None without front matter; `body_line` counts from 1."""

    data: Data | None
    front: str
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def read_source(raw: bytes, path: str, encoding: str = "") -> Source:
    """Return the front matter and the body of a file. Raises RefusalError if it can't be read.

    `encoding` is that of files which are not Unicode, "" for the one that is recognised.
    """
    try:
        text, _ = decode(raw, encoding)
    except ValueError as error:
        cure = "save it as UTF-8 text, or name its encoding in _config.yml (encoding: …)"
        raise RefusalError("import.encoding", str(error), cure) from None
    parts = split(text)
    if not parts.closed:
        reason, mark = "the front matter is not closed", "+++" if parts.form == "toml" else "---"
        raise RefusalError(
            "import.matter", reason, f"put {mark} below its last field", parts.first_line - 1, 1
        )
    if parts.front is None:
        return Source(None, "", text, 1)
    data, problems = _data(parts, parts.front, path)
    return Source(data, parts.front, parts.body, parts.body_line, tuple(problems))


def _data(parts: Split, front: str, path: str) -> tuple[Data, list[Problem]]:
    """Read front matter; repair invalid YAML as in a post, with warnings."""
    if len(front) <= MAX_LENGTH:
        try:
            tree = read_front(front, parts.form)
            if not tree.lossy:
                return plain(tree.pairs), []
        except UnreadableError:
            pass  # `read_fields` finds the same error, with a better message.
    fields, problems = read_fields(front, parts.first_line, path, parts.form)
    error = next((problem for problem in problems if problem.severity == "error"), None)
    if error:
        raise RefusalError("import.matter", error.message, error.hint, error.line, error.column)
    return {name: field.value for name, field in fields.items()}, problems


def plain(pairs: list[tuple[Value, Value]]) -> Data:
    """Return a mapping as plain values. What aliases stand for is bounded by the reader of the tree."""
    return {key.text: _value(value) for key, value in pairs if isinstance(key, Scalar)}


def _value(value: Value) -> article.Value:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Mapping):
        return plain(value.pairs)
    return [_value(item) for item in value.items]


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
