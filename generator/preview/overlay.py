"""Add badges, and a script that reloads the page, to a page that is sent to the browser.

The script and the style of the badges are files of the same host, which a Content Security Policy
(w3.org/TR/CSP3) that allows 'self' allows; if the policy of a page does not, 'self' is added. Outputs of a
build have none of this.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.core.digests import content_digest

#: The folder of the preview's own files. No output has a folder with this name.
OWN = "/-/backfile/"

_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLICY = re.compile(
    rb"<meta\s[^>]*http-equiv\s*=\s*[\"']?content-security-policy[\"']?[^>]*>", re.IGNORECASE
)
_CONTENT = re.compile(r"(content\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
#: Directives for the script, the style of the badges, and the requests of the script.
_NEEDED = ("script-src", "style-src", "connect-src")


class Badge(NamedTuple):
    """A label on a page: `kind` is draft, due, problems or reading; `href` is a link to details, or ""."""

    kind: str
    text: str
    href: str = ""


def etag_of(data: bytes, badges: Sequence[Badge]) -> str:
    """Return the entity tag of a page with its badges. The progress of reading does not change it."""
    shown = [(one.kind, "" if one.kind == "reading" else one.text) for one in badges]
    return content_digest(data + repr(shown).encode()).hex()


def add_overlay(page: bytes, badges: Sequence[Badge], etag: str, *, reloads: bool) -> bytes:
    """Return a page with its badges, and with the script if the page is to reload after changes."""
    if not badges and not reloads:
        return page
    ends = list(_BODY_END.finditer(page))
    end = ends[-1].start() if ends else len(page)
    added = _badges(badges) + (_script(etag) if reloads else "")
    return _POLICY.sub(_allow_self, page[:end]) + added.encode() + page[end:]


def _badges(badges: Sequence[Badge]) -> str:
    if not badges:
        return ""
    inner = Markup("").join(_badge(one) for one in badges)
    style = f'<link rel="stylesheet" href="{OWN}preview.css">'
    return f'{style}<aside id="backfile-preview" lang="en">{inner}</aside>'


def _badge(badge: Badge) -> Markup:
    kind, text = escape(badge.kind), escape(badge.text)
    if badge.href:
        return Markup('<a class="{}" href="{}">{}</a>').format(kind, badge.href, text)
    return Markup('<span class="{}">{}</span>').format(kind, text)


def _script(etag: str) -> str:
    return f'<script src="{OWN}preview.js" data-mark="{etag}"></script>'


def _allow_self(found: re.Match[bytes]) -> bytes:
    tag = found[0].decode("utf-8", "replace")
    return _CONTENT.sub(_allow_self_in, tag).encode()


def _allow_self_in(part: re.Match[str]) -> str:
    policy = html.unescape(part[2] or part[3] or "")
    widened = _policy_with_self(policy)
    return part[0] if widened == policy else f'{part[1]}"{html.escape(widened)}"'


def _policy_with_self(policy: str) -> str:
    """Return a policy that allows `_NEEDED` from the own host; unchanged if it does already."""
    directives: dict[str, list[str]] = {}
    given = policy
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            directives.setdefault(name.lower(), sources)
    for name in _NEEDED:
        sources = directives.get(name, directives.get("default-src", ["'self'"]))
        if "'self'" not in sources:
            directives[name] = [one for one in sources if one != "'none'"] + ["'self'"]
            given = ""
    return given or "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
