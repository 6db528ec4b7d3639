"""Choose the HTTP headers under which an object store serves an output."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from typing import NamedTuple

from generator.formats.headers import IMMUTABLE
from generator.formats.media_types import content_type, is_text, media_type
from generator.kinds.kind import Phase

#: Feeds are read by programs that go by the type.
_FEEDS = {"feed.xml": "application/atom+xml"}
#: A name with a digest of the content: `style.2f229da309.css`, `head-6218adc029c837f4.bin`.
_DIGEST = re.compile(r"(?:assets|search)/(?:.*[/.-])?[0-9a-f]{8,}\.\w+")
#: Seconds for which caches may keep what can change, by phase.
_SECONDS: dict[Phase, int] = {"assets": 3600, "pages": 300, "lists": 60, "feeds": 60}


class Object(NamedTuple):
    """The bytes and the headers of an object."""

    data: bytes
    headers: dict[str, str]


def make_object(path: str, phase: Phase, data: bytes, *, compress: bool) -> Object:
    """Return an output as an object; with `compress` texts are in gzip, for stores that do not compress."""
    kind = _FEEDS.get(path.rpartition("/")[2]) or media_type(path)
    headers = {"Content-Type": content_type(kind), "Cache-Control": cache_control(path, phase)}
    if compress and is_text(kind):
        # Without a time, so that the same output is the same object.
        return Object(gzip.compress(data, 6, mtime=0), {**headers, "Content-Encoding": "gzip"})
    return Object(data, headers)


def page_of(data: bytes, headers: Mapping[str, object]) -> bytes:
    """Return the bytes that readers get of an object."""
    return gzip.decompress(data) if headers.get("Content-Encoding") == "gzip" else data


def cache_control(path: str, phase: Phase) -> str:
    """Return how long caches may keep an output: for ever, if its name changes with its content."""
    return IMMUTABLE if _DIGEST.fullmatch(path) else f"public, max-age={_SECONDS[phase]}"
