"""From raw HTML to HTML that may stand on a page: sanitised, its links resolved for that page."""

from __future__ import annotations

import re

from generator.body.allowlist import cleaner
from generator.body.dress import dress
from generator.body.leftovers import drop_leftovers
from generator.body.outline import as_stair
from generator.body.plain import as_sanitised, is_plain
from generator.body.rules import BodyRules, Place

#: Parsers take their content for text; these tags go before, so that it is read as HTML (lazy pictures, say).
_WRAPPERS = re.compile(r"</?(?:noscript|plaintext)\b[^<>]*>", re.IGNORECASE)
_WRAPPER_HINT = re.compile(r"<(?:noscript|plaintext)", re.IGNORECASE)
_TAG_NAME = re.compile(r"</?[a-z][^\s/>]*")
_FIRST_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n")
#: A first newline that isn't shown; what stood before it has gone.
_LONE_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n(?!\n)")
#: Control characters and noncharacters, which no page may hold (HTML standard, 13.2.3.5).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
#: Rounds until HTML is what its own parse gives; two are the rule where elements are nested wrongly.
_ROUNDS = 5


def finish(html: str, place: Place, rules: BodyRules) -> str:
    """Return a body as it stands on a page: safe in any browser, with links that work from `place`.

    Nothing is raised; what is not allowed goes. For links from an absolute
    `place.root` the result is a fixed point: finished again, it is the same.
    """
    if is_plain(html):
        safe = drop_leftovers(as_sanitised(html))
        return as_stair(dress(safe, place, rules) if '="' in safe else safe)
    safe = as_stair(drop_leftovers(dress(_sanitise(html, rules), place, rules)))
    return _LONE_NEWLINE.sub(r"\1", safe) if "<pre" in safe else safe


def _sanitise(html: str, rules: BodyRules) -> str:
    """Return what nh3 leaves, as a fixed point.

    A parse is one when it neither adds nor moves a tag; where elements are
    nested wrongly it can take a second.
    """
    clean = cleaner(rules.extra_tags, frames=bool(rules.iframe_hosts)).clean
    html = _WRAPPERS.sub("", html) if _WRAPPER_HINT.search(html) else html
    for _ in range(_ROUNDS):
        before, html = html, _normal(clean(html))
        if html == before or _tags(before) == _tags(html):
            break
    return html


def _normal(html: str) -> str:
    """Mend what a parser would read differently from what was written.

    These are line ends, byte order marks, characters that are none, and the empty line that <pre> may begin
    with.
    """
    html = html.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    html = _FORBIDDEN.sub("", html)
    return _FIRST_NEWLINE.sub(r"\1\n\n", html) if "<pre" in html else html


def _tags(html: str) -> list[str]:
    return _TAG_NAME.findall(html.lower())
