"""Write an article as the text of a file, with a mark; read the mark again.

The mark is the last line of the front matter: `imported: <key> <digest>`. The
key is that of the article. The digest is that of the file without this line
when it was written. It shows whether an editor has changed the file since, in
any clone and without a database.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from generator.content.frontmatter.fields import MAX_LENGTH
from generator.importers.article import RefusalError, Value

#: Bytes at the start of a file that include the mark: the longest front matter, four bytes a character.
HEAD_BYTES = 4 * MAX_LENGTH + 1024
_DIGEST_BYTES = 8
_MARK = re.compile(rb"^imported: ([0-9a-f]{16}) ([0-9a-f]{16})\n", re.MULTILINE)

_EMITTER = getattr(yaml, "CDumper", yaml.Dumper)
#: Patterns of numbers, dates and switches in YAML 1.1, by the first character.
_RESOLVERS = yaml.resolver.Resolver.yaml_implicit_resolvers
#: Keys whose values are no texts; quotes would only hide their type.
_PLAIN_KEYS = frozenset({"date", "updated", "expires", "draft", "published"})
#: Long enough for any line, so that texts are never folded.
_WIDTH = 1 << 30
_HEAD = (StreamStartEvent(), DocumentStartEvent(explicit=False))
_FOOT = (DocumentEndEvent(explicit=False), StreamEndEvent())


class Mark(NamedTuple):
    """The key and the digest in a file's mark, and the digest of the file now."""

    key: bytes
    written: bytes
    now: bytes

    @property
    def edited(self) -> bool:
        """Return whether the file was changed since it was written."""
        return self.written != self.now


class Document(NamedTuple):
    """The bytes of a file in UTF-8, and its digest without the mark."""

    data: bytes
    digest: bytes


def compose(fields: Mapping[str, Value], body: str, key: bytes) -> Document:
    """Return an article as a file. Raises RefusalError if its front matter is too long to be read again."""
    front = front_matter(fields)
    if len(front) > MAX_LENGTH - 100:
        reason = f"its fields without the body have {len(front):,} characters, more than {MAX_LENGTH:,}"
        raise RefusalError("import.too-large", reason, "shorten title, tags or summary")
    digest = _digest(f"---\n{front}---\n{body}".encode())
    mark = f"imported: {key.hex()} {digest.hex()}\n"
    return Document(f"---\n{front}{mark}---\n{body}".encode(), digest)


def front_matter(fields: Mapping[str, Value]) -> str:
    """Return fields as YAML, in their order; each value is read back as the same text."""
    if not fields:
        return ""
    text: str = yaml.emit(_events(fields), Dumper=_EMITTER, allow_unicode=True, width=_WIDTH)
    return text


def read_mark(data: bytes) -> Mark | None:
    """Return the mark in a file's bytes; None if it has none."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")  # as git may check files out
    found = _MARK.search(data, 0, HEAD_BYTES)
    if not found:
        return None
    rest = data[: found.start()] + data[found.end() :]
    return Mark(bytes.fromhex(found[1].decode()), bytes.fromhex(found[2].decode()), _digest(rest))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_DIGEST_BYTES]


def _events(fields: Mapping[str, Value]) -> Iterator[Event]:
    """Yield events for PyYAML's emitter; building its tree of nodes first takes five times as long."""
    yield from _HEAD
    yield from _mapping(fields)
    yield from _FOOT


def _mapping(fields: Mapping[str, Value]) -> Iterator[Event]:
    yield MappingStartEvent(None, None, True, flow_style=False)
    for name, value in fields.items():
        yield _scalar(name)
        yield from _value(value, plain=name in _PLAIN_KEYS)
    yield MappingEndEvent()


def _value(value: Value, *, plain: bool = False) -> Iterator[Event]:
    if isinstance(value, str):
        yield _scalar(value, plain=plain)
    elif isinstance(value, Mapping):
        yield from _mapping(value)
    else:
        flow = all(isinstance(item, str) for item in value)
        yield SequenceStartEvent(None, None, True, flow_style=flow)
        for item in value:
            yield from _value(item)
        yield SequenceEndEvent()


def _scalar(text: str, *, plain: bool = False) -> ScalarEvent:
    """Return a text as an event: in quotes if YAML would guess a type for it, always on one line."""
    style = None
    if not text or (not plain and _guessed(text)):
        style = "'"
    if "\n" in text or "\t" in text:
        style = '"'
    return ScalarEvent(None, None, (True, True), text, style=style)


def _guessed(text: str) -> bool:
    return any(pattern.match(text) for _, pattern in _RESOLVERS.get(text[0], ()))
