"""Turn raw HTML into HTML that is fit for a page: sanitised, valid, its links resolved for that page."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.body.accessibility import Labels
from generator.body.html.allowlist import cleaner
from generator.body.html.attributes import PageAttributes, with_page_attributes
from generator.body.html.empty_elements import drop_empty_elements
from generator.body.html.headings import with_heading_levels
from generator.body.html.mathml import with_mathml, with_sources
from generator.body.html.nesting import write
from generator.body.html.pictures import with_pictures
from generator.body.html.plain_html import as_sanitised, is_plain
from generator.body.html.tree import parse
from generator.body.options import BodyRules, Place

#: Parsers take their content for text; these tags go before, so that it is read as HTML (lazy pictures, say).
_WRAPPERS = re.compile(r"</?(?:noscript|plaintext)\b[^<>]*>", re.IGNORECASE)
_WRAPPER_HINT = re.compile(r"<(?:noscript|plaintext)", re.IGNORECASE)
#: What no page may hold: control characters, noncharacters (HTML standard, 13.2.3.5), byte order marks.
_FORBIDDEN = re.compile("[\ufeff\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PRE_NEWLINE = re.compile(r"(<pre(?: [^<>]*)?>)\n")
_ROUNDS = 5


def finish(html: str, place: Place, rules: BodyRules, labels: Labels | None = None) -> str:
    """Return a body as it is shown on a page: safe in any browser, with links that work from `place`.

    With `labels`, its parts are marked for the style sheet and for voices. Nothing is raised; what is not
    allowed goes. For links from an absolute `place.root` the result is a fixed point: finished again, it is
    the same.
    """
    if is_plain(html):
        return finish_plain(html, place, rules)
    if rules.math:
        html = with_sources(html)
    written = write(parse(sanitised(html, rules), PageAttributes(place, rules)), labels)
    if place.targets:
        written = with_pictures(written, place, rules, labels)
    # Many feed readers drop MathML and leave its letters, so a feed has the sources.
    return with_mathml(written) if rules.math and not place.page else written


def finish_plain(html: str, place: Place, rules: BodyRules) -> str:
    """Return plain HTML (`plain_html`) as it is shown on a page."""
    safe = drop_empty_elements(as_sanitised(html))
    return with_heading_levels(with_page_attributes(safe, place, rules) if '="' in safe else safe)


def is_shown_as_is(plain: str) -> bool:
    """Tell whether any page shows plain HTML, without its empty elements, as it is.

    It has no attributes, which may be links, and nothing that is written in another way.
    """
    return not any(mark in plain for mark in ('="', "<h", "<br", "&quot;"))


def sanitised(html: str, rules: BodyRules) -> str:
    """Return the HTML that nh3 leaves, without characters that no page may hold."""
    clean = cleaner(rules.extra_tags, frames=bool(rules.iframe_hosts)).clean
    html = clean(_WRAPPERS.sub("", html) if _WRAPPER_HINT.search(html) else html)
    if _FORBIDDEN.search(html):
        html = _FORBIDDEN.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    return _settled(html, clean) if rules.extra_tags else html


def _settled(html: str, clean: Callable[[str], str]) -> str:
    """Return sanitised HTML that its own parse gives again; two rounds are the rule.

    Without an element that nh3 has removed, parsers may nest the others differently. The content model sees
    to that, but not where a body has elements that site.yaml adds.
    """
    for _ in range(_ROUNDS):
        # nh3 does not write the newline that parsers drop.
        before, html = html, clean(_PRE_NEWLINE.sub(r"\1\n\n", html))
        if html == before:
            break
    return html
