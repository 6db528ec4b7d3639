"""What pages may load: a Content Security Policy (w3.org/TR/CSP3) that follows from what bodies may hold."""

from __future__ import annotations

from generator.body.options import BodyRules

#: Bodies show pictures, sound and films from anywhere on the web.
_MEDIA = "'self' https: http:"
#: What only a header can say; browsers complain of it elsewhere.
_FRAMED = "frame-ancestors 'self'"


def page_policy(rules: BodyRules) -> str:
    """Return the policy that a page itself can hold. Scripts and styles come from files of the site alone."""
    frames = " ".join(f"https://{host}" for host in rules.iframe_hosts) or "'none'"
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "img-src": _MEDIA,
        "media-src": _MEDIA,
        "frame-src": frames,
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def header_policy(rules: BodyRules) -> str:
    """Return the policy that a server can send."""
    return f"{page_policy(rules)}; {_FRAMED}"
