"""robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit


class Robots(NamedTuple):
    """What robots may do; `disallow` are paths from the site's root, `lines` further lines."""

    indexed: bool = True
    disallow: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def robots(base: str, rules: Robots, sitemaps: Sequence[str]) -> bytes:
    """Return a robots.txt. Sitemaps, by their paths, are named where the site's URL is known.

    A site that wants to stay out of indexes forbids no visits: only a robot that
    visits a page learns from it that it may not keep it.
    """
    path = urlsplit(base).path.rstrip("/")
    # Old readers take the first rule that fits, others the longest, so the wide one comes last.
    lines = ["User-agent: *", *(f"Disallow: {path}{one}" for one in rules.disallow), "Allow: /"]
    if rules.lines:
        lines += ["", *rules.lines]
    if base and rules.indexed:
        lines += ["", *(f"Sitemap: {base}{sitemap}" for sitemap in sitemaps)]
    return ("\n".join(lines) + "\n").encode()
