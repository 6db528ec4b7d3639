"""Write HTTP headers, and the Content Security Policy (w3.org/TR/CSP3) of pages.

The policy follows from what bodies may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from generator.body.options import BodyRules

#: Bodies show pictures, sound and films from anywhere on the web.
_MEDIA = "'self' https: http:"
_OWN = "'self'"
#: How caches may keep a file whose name changes with its content.
IMMUTABLE = "public, max-age=31536000, immutable"
#: Only a header may have this directive; in a page, browsers complain about it.
_FRAMED = "frame-ancestors 'self'"


def page_policy(rules: BodyRules, *, own_pictures: bool = False) -> str:
    """Return the policy that a page itself can hold. Scripts and styles come only from files of the site.

    `own_pictures`: all pictures are the archive's own, so that no other host is asked for one.
    """
    frames = " ".join(f"https://{host}" for host in rules.iframe_hosts) or "'none'"
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "img-src": _own_pictures(rules) if own_pictures else _MEDIA,
        "media-src": _MEDIA,
        "frame-src": frames,
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def header_policy(rules: BodyRules, *, own_pictures: bool = False) -> str:
    """Return the policy that a server can send as a header."""
    return f"{page_policy(rules, own_pictures=own_pictures)}; {_FRAMED}"


def _own_pictures(rules: BodyRules) -> str:
    """Return the sources of the archive's own pictures: the site, and the host at which kept ones are."""
    parts = urlsplit(rules.picture_url)
    # Without the path, which browsers do not compare after a redirect.
    return f"{_OWN} {parts.scheme}://{parts.netloc}" if rules.picture_url else _OWN


def shows_others(html: str, own: Iterable[str]) -> bool:
    """Tell whether a page shows a picture of another host. `own` are beginnings of the site's addresses."""
    for tag in _PICTURES.findall(html):
        if tag.startswith("<link") and "icon" not in tag:
            continue
        for address in _ADDRESSES.findall(tag):
            for beginning in filter(None, own):
                address = address.replace(beginning, "")
            if _OTHER.search(address):
                return True
    return False


#: Tags that can show a picture, addresses in them, and what only an address with a host has.
_PICTURES = re.compile(r"<(?:img|source|video|image|input|link)\b[^<>]*>", re.IGNORECASE)
_ADDRESSES = re.compile(r"\b(?:src|srcset|poster|href)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_OTHER = re.compile(r"(?:^|[\s,\"'])(?:https?:)?//", re.IGNORECASE)


def headers(policy: str, assets: Iterable[str], *, indexed: bool) -> bytes:
    """Return a `_headers` file, which Netlify and Cloudflare Pages read.

    It has the headers of all pages, the policy among them, and of files that never change: `assets` are
    output paths with a digest, or end in `*`. Others may lie in the same folder, so each is named.
    """
    every = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if not indexed:
        every["X-Robots-Tag"] = "noindex"
    lines = ["/*", *(f"  {name}: {value}" for name, value in every.items()), ""]
    for path in assets:
        lines += [f"/{quote(path, safe='/*')}", f"  Cache-Control: {IMMUTABLE}"]
    return ("\n".join(lines) + "\n").encode()
