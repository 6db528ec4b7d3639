"""Turn posts into the lines of a pack, and lines into posts."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.content.packs.container import DamagedPackError
from generator.content.packs.names import POSTS
from generator.content.scan import SUFFIXES, is_hidden, is_text

#: How a line begins that this program has written; the path needs no reading of the rest.
_HEAD = re.compile(rb'\{"path": ?("(?:[^"\\]|\\.)*")')


class Record(NamedTuple):
    """A post in a pack: its path from the root of the archive, and its bytes."""

    path: str
    data: bytes


def encode(record: Record) -> bytes:
    """Return a post as a line. Bytes that are not UTF-8 are written in Base64."""
    fields = {"path": record.path.removeprefix(POSTS)}
    try:
        fields["text"] = record.data.decode()
    except UnicodeDecodeError:
        fields["base64"] = base64.b64encode(record.data).decode()
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def decode(line: bytes) -> Record:
    """Return the post in a line. Raises DamagedPackError."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise DamagedPackError("is not JSON") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("path"), str):
        raise DamagedPackError("is not an object with a path")
    path = POSTS + fields["path"]
    if not is_post_path(path):
        raise DamagedPackError("has a path that no post can have")
    return Record(path, _data(fields))


def _data(fields: dict[str, object]) -> bytes:
    text, coded = fields.get("text"), fields.get("base64")
    try:
        if isinstance(text, str) and coded is None:
            return text.encode()
        if isinstance(coded, str) and text is None:
            return base64.b64decode(coded, validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        pass
    raise DamagedPackError("has neither a text nor bytes in Base64")


def is_post_path(path: str) -> bool:
    """Tell whether a path is that of a post that a scan of files would find."""
    steps = path.removeprefix(POSTS).split("/")
    return (
        path.startswith(POSTS)
        and path.lower().endswith(SUFFIXES)
        and is_text(path)
        and not any(step in ("", ".", "..") or "\0" in step or is_hidden(step, "post") for step in steps)
    )


def lines_of(data: bytes) -> Iterator[bytes]:
    """Yield the lines of a decoded frame; one without text is none."""
    return (line for line in data.split(b"\n") if line.strip())


def path_in(line: bytes) -> str:
    """Return the path in a line without reading all of it. Raises DamagedPackError."""
    head = _HEAD.match(line)
    if head is None:
        return decode(line).path
    try:
        return f"{POSTS}{json.loads(head[1])}"
    except ValueError:
        raise DamagedPackError("is not JSON") from None
