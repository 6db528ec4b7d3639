"""Write robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit


class Robots(NamedTuple):
    """Rules for robots. `disallow` are paths from the site's root; `lines` are written as they are."""

    indexed: bool = True
    disallow: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def robots(base: str, rules: Robots, sitemaps: Sequence[str]) -> bytes:
    """Return a robots.txt. It names the sitemaps, given by their paths, if the site's URL is known.

    A site that wants to stay out of indexes forbids no visits: a robot must read
    a page to find out that it may not index it.
    """
    path = urlsplit(base).path.rstrip("/")
    # Old robots obey the first rule that matches, others the longest; so the general rule comes last.
    lines = ["User-agent: *", *(f"Disallow: {path}{one}" for one in rules.disallow), "Allow: /"]
    if rules.lines:
        lines += ["", *rules.lines]
    if base and rules.indexed:
        lines += ["", *(f"Sitemap: {base}{sitemap}" for sitemap in sitemaps)]
    return ("\n".join(lines) + "\n").encode()
