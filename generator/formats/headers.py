"""HTTP headers in the form that Netlify and Cloudflare Pages read from a file `_headers`."""

from __future__ import annotations


def headers(policy: str, *, indexed: bool) -> bytes:
    """Return the headers of all pages, with a Content-Security-Policy, and of files that never change."""
    every = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if not indexed:
        every["X-Robots-Tag"] = "noindex"
    lines = ["/*", *(f"  {name}: {value}" for name, value in every.items()), ""]
    lines += ["/assets/*", "  Cache-Control: public, max-age=31536000, immutable"]
    return ("\n".join(lines) + "\n").encode()
