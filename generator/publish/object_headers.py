"""Choose the HTTP headers under which an object store serves an output."""

from __future__ import annotations

import gzip
import re
from typing import NamedTuple

from generator.kinds.kind import Phase

#: Types of outputs by suffix (IANA, Media Types); texts get their encoding as well.
_TYPES = {
    "atom": "application/atom+xml", "css": "text/css", "csv": "text/csv", "gif": "image/gif",
    "html": "text/html", "ico": "image/vnd.microsoft.icon", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "js": "text/javascript", "json": "application/json", "map": "application/json", "md": "text/markdown",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "opml": "text/x-opml", "pdf": "application/pdf",
    "png": "image/png", "rss": "application/rss+xml", "shtml": "text/html", "htm": "text/html",
    "svg": "image/svg+xml", "txt": "text/plain", "webm": "video/webm",
    "webmanifest": "application/manifest+json", "webp": "image/webp", "woff2": "font/woff2",
    "xml": "application/xml",
}  # fmt: skip
_TEXTS = re.compile(r"text/|application/(?:.+\+)?(?:xml|json)$|image/svg\+xml")
#: Feeds are read by programs that go by the type.
_FEEDS = {"feed.xml": "application/atom+xml"}
#: A name with a digest of the content: `style.2f229da309.css`, `head-6218adc029c837f4.bin`.
_DIGEST = re.compile(r"(?:assets|search)/(?:.*[/.-])?[0-9a-f]{8,}\.\w+")
_YEAR = "public, max-age=31536000, immutable"
#: Seconds for which caches may keep what can change, by phase.
_SECONDS: dict[Phase, int] = {"assets": 3600, "pages": 300, "lists": 60, "feeds": 60}


class Object(NamedTuple):
    """The bytes and the headers of an object."""

    data: bytes
    headers: dict[str, str]


def make_object(path: str, phase: Phase, data: bytes, *, compress: bool) -> Object:
    """Return an output as an object; with `compress` texts are in gzip, for stores that do not compress."""
    kind = content_type(path)
    headers = {"Content-Type": kind, "Cache-Control": cache_control(path, phase)}
    if compress and is_text(kind):
        # Without a time, so that the same output is the same object.
        return Object(gzip.compress(data, 6, mtime=0), {**headers, "Content-Encoding": "gzip"})
    return Object(data, headers)


def content_type(path: str) -> str:
    """Return the media type of an output, for texts with their encoding."""
    name = path.rpartition("/")[2]
    kind = _FEEDS.get(name) or _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    return f"{kind}; charset=utf-8" if _TEXTS.match(kind) else kind


def is_text(kind: str) -> bool:
    """Return whether outputs of a media type are texts."""
    return _TEXTS.match(kind.partition(";")[0]) is not None


def cache_control(path: str, phase: Phase) -> str:
    """Return how long caches may keep an output: for ever, if its name changes with its content."""
    return _YEAR if _DIGEST.fullmatch(path) else f"public, max-age={_SECONDS[phase]}"
