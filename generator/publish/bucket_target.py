"""Parse targets in object stores: `s3://bucket/prefix` and its like."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

Provider = Literal["s3", "gs", "az", "r2", "oss", "cos", "minio"]

#: Providers whose targets are URLs, as their own tools write them; the others have only a colon.
_BY_URL = ("s3", "gs", "az")
_PROVIDERS: tuple[Provider, ...] = get_args(Provider)
_TARGET = re.compile(rf"({'|'.join(_PROVIDERS)}):(//)?([^/\s]+)(?:/(.*))?", re.DOTALL)


class BucketTarget(NamedTuple):
    """A bucket (a container, at Azure), and the prefix of our objects in it, "" or with a final slash."""

    provider: Provider
    bucket: str
    prefix: str

    def __str__(self) -> str:
        slashes = "//" if self.provider in _BY_URL else ""
        return f"{self.provider}:{slashes}{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def key(self) -> str:
        """A text that identifies the target."""
        return str(self)


def parse_bucket(text: str) -> BucketTarget | None:
    """Return the target in an object store that a text names; None if it names none."""
    found = _TARGET.fullmatch(text)
    if not found or (found[2] is not None) != (found[1] in _BY_URL):
        return None
    parts = [part for part in (found[4] or "").split("/") if part]
    if any(part in (".", "..") for part in parts):
        return None
    provider: Provider = found[1]  # type: ignore[assignment]
    return BucketTarget(provider, found[3], "".join(f"{part}/" for part in parts))
