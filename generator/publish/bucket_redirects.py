"""Send pages that redirect with a header by which the web server of S3 redirects by itself.

The header is `x-amz-website-redirect-location` (docs.aws.amazon.com/AmazonS3/latest/userguide, "Configuring
a webpage redirect"). obstore has no attribute for it, but signs the headers that a client sends with all of
its requests. So each of these few objects has a client of its own, which takes 7 ms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from generator.config.schema import Bucket
from generator.core.errors import BackfileError
from generator.publish.bucket_store import open_store, put_object
from generator.publish.bucket_target import BucketTarget

#: A page that only leads to another one, as the template `redirect.html` has it.
_REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]*)">')
#: Bytes of a page in which that stands, and the most bytes that S3 takes as an address.
_HEAD, _LONGEST = 4000, 2048


def redirect_of(path: str, data: bytes) -> str:
    """Return where a page redirects to, as a path from the root of the site or a URL; "" for nowhere."""
    found = _REFRESH.search(data[:_HEAD]) if path.endswith(".html") else None
    return urljoin(f"/{path}", unescape(found[1].decode("utf-8", "replace"))) if found else ""


class Redirects(NamedTuple):
    """Sends pages that redirect. `base` is the URL of the site, or the path of its root in the bucket."""

    target: BucketTarget
    options: Bucket
    base: str

    def put(self, path: str, page: bytes, data: bytes, headers: Mapping[str, str]) -> bool:
        """Send a page if it redirects, and return whether it does; `data` is what the store keeps of it."""
        location = self._location(path, page)
        if location:
            store = open_store(self.target, self.options, {"x-amz-website-redirect-location": location})
            put_object(store, path, data, dict(headers))
        return location != ""

    def _location(self, path: str, page: bytes) -> str:
        """Return the value of the header; "" for a page that does not redirect, or too far for a header."""
        location = redirect_of(path, page)
        if location.startswith("/"):
            location = self.base + location[1:]
        return location if location.isascii() and len(location) <= _LONGEST else ""


def redirects_of(target: BucketTarget, options: Bucket, base: str) -> Redirects | None:
    """Return what sends redirects, if site.yaml asks for it. Raises BackfileError for a different store."""
    if not options.redirects:
        return None
    if target.provider != "s3":
        raise BackfileError(
            f"{target}: publish.bucket.redirects is for the web server of S3, so for s3:// alone"
        )
    return Redirects(target, options, base or f"/{target.prefix}")
