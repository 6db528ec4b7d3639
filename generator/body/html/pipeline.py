"""From raw HTML to HTML that may stand on a page: sanitised, its links resolved for that page."""

from __future__ import annotations

import re

from generator.body.html.allowlist import cleaner
from generator.body.html.attributes import dress
from generator.body.html.content_model import seems_right, tags_of
from generator.body.html.empty_elements import drop_leftovers
from generator.body.html.headings import as_stair
from generator.body.html.nesting import nest
from generator.body.html.plain_html import as_sanitised, is_plain
from generator.body.options import BodyRules, Place

#: Parsers take their content for text; these tags go before, so that it is read as HTML (lazy pictures, say).
_WRAPPERS = re.compile(r"</?(?:noscript|plaintext)\b[^<>]*>", re.IGNORECASE)
_WRAPPER_HINT = re.compile(r"<(?:noscript|plaintext)", re.IGNORECASE)
#: Elements that the HTML standard has given up (16.2), and what says the same.
_OBSOLETE = re.compile(r"<(/?)(acronym|big|center|strike|tt)(?=[ >])")
_SUCCESSORS = {
    "<acronym": "<abbr", "<big": "<span", "<center": '<div align="center"', "<strike": "<s", "<tt": "<code",
    "</acronym": "</abbr", "</big": "</span", "</center": "</div", "</strike": "</s", "</tt": "</code",
}  # fmt: skip
_FIRST_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n")
#: A first newline that isn't shown; what stood before it has gone.
_LONE_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n(?!\n)")
#: What no page may hold: control characters, noncharacters (HTML standard, 13.2.3.5), byte order marks.
_FORBIDDEN = re.compile("[\ufeff\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
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
    clean, is_right = _sanitise(html, rules)
    safe = dress(clean, place, rules)
    safe = as_stair(drop_leftovers(safe if is_right else nest(safe)))
    return _LONE_NEWLINE.sub(r"\1", safe) if "<pre" in safe else safe


def _sanitise(html: str, rules: BodyRules) -> tuple[str, bool]:
    """Return what nh3 leaves, as a fixed point, and whether all of it seems to stand where it may.

    A parse is one when it neither adds nor moves a tag; where elements are
    nested wrongly it can take a second.
    """
    clean = cleaner(rules.extra_tags, frames=bool(rules.iframe_hosts)).clean
    html = _WRAPPERS.sub("", html) if _WRAPPER_HINT.search(html) else html
    for _ in range(_ROUNDS):
        before, html = html, _normal(clean(html))
        tags = tags_of(html)
        if html == before or _are_same(tags_of(before), tags):
            break
    if not _SUCCESSORS.keys().isdisjoint(tags):
        return _OBSOLETE.sub(lambda tag: _SUCCESSORS[tag[0]], html), False
    return html, seems_right(tags, html)


def _normal(html: str) -> str:
    """Mend what a parser would read differently from what was written.

    These are line ends, byte order marks, characters that are none, and the empty line that <pre> may begin
    with.
    """
    if _FORBIDDEN.search(html):
        html = _FORBIDDEN.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    return _FIRST_NEWLINE.sub(r"\1\n\n", html) if "<pre" in html else html


def _are_same(written: list[str], tags: list[str]) -> bool:
    return written == tags or [tag.lower() for tag in written] == tags
