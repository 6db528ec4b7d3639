"""Name the media types of outputs, the same in the preview and in object stores."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

_TYPES = mimetypes.MimeTypes(filenames=())
#: Media types that the standard library does not know, or that differ with its version (IANA, Media Types).
_OTHER_TYPES = {
    ".atom": "application/atom+xml",
    ".js": "text/javascript",
    ".map": "application/json",
    ".md": "text/markdown",
    ".opml": "text/x-opml",
    ".rss": "application/rss+xml",
    ".shtml": "text/html",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXTS = frozenset(
    ("application/atom+xml", "application/json", "application/manifest+json", "application/rss+xml",
     "application/xml", "image/svg+xml")
)  # fmt: skip


def media_type(path: str) -> str:
    """Return the media type of an output path."""
    suffix = PurePosixPath(path).suffix.lower()
    return _OTHER_TYPES.get(suffix) or _TYPES.guess_type(f"a{suffix}")[0] or "application/octet-stream"


def is_text(kind: str) -> bool:
    """Return whether outputs of a media type are texts, which are always in UTF-8."""
    return kind.startswith("text/") or kind in _TEXTS


def content_type(kind: str) -> str:
    """Return a media type as a header has it: for texts with their encoding."""
    return f"{kind}; charset=utf-8" if is_text(kind) else kind
