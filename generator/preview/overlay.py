"""What the preview adds to a page on its way to the browser: badges, and a script that reloads it.

Both are files of the same host, so that a Content Security Policy (w3.org/TR/CSP3) in a page that lets the
site's own in lets them in; one that does not is widened by that. Nothing of it is in any output.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.core.digests import content_digest

#: Below which the preview's own files are. No output has a folder of this name.
OWN = "/-/backfile/"

_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLICY = re.compile(
    rb"<meta\s[^>]*http-equiv\s*=\s*[\"']?content-security-policy[\"']?[^>]*>", re.IGNORECASE
)
_CONTENT = re.compile(r"(content\s*=\s*)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
#: What the script, the style of the badges, and the events and comparisons of the script need.
_NEEDED = ("script-src", "style-src", "connect-src")


class Badge(NamedTuple):
    """A word about a page: `kind` is draft, due, problems or reading; `href` leads to more, or is ""."""

    kind: str
    text: str
    href: str = ""


def mark_of(data: bytes, badges: Sequence[Badge]) -> str:
    """Return what identifies a page as it is shown, however far reading has come."""
    told = [(one.kind, "" if one.kind == "reading" else one.text) for one in badges]
    return content_digest(data + repr(told).encode()).hex()


def dressed(page: bytes, badges: Sequence[Badge], mark: str, *, reloads: bool) -> bytes:
    """Return a page with its badges, and with the script if it is to reload."""
    if not badges and not reloads:
        return page
    ends = list(_BODY_END.finditer(page))
    end = ends[-1].start() if ends else len(page)
    added = _badges(badges) + (_script(mark) if reloads else "")
    return _POLICY.sub(_widened, page[:end]) + added.encode() + page[end:]


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


def _script(mark: str) -> str:
    return f'<script src="{OWN}preview.js" data-mark="{mark}"></script>'


def _widened(found: re.Match[bytes]) -> bytes:
    tag = found[0].decode("utf-8", "replace")
    return _CONTENT.sub(_widened_content, tag).encode()


def _widened_content(part: re.Match[str]) -> str:
    policy = html.unescape(part[2] or part[3] or "")
    widened = _with_self(policy)
    return part[0] if widened == policy else f'{part[1]}"{html.escape(widened)}"'


def _with_self(policy: str) -> str:
    """Return a policy in which what the preview needs from its own host is let in."""
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
