"""Recognise HTML that needs no sanitiser, as most wire copy does not: a flat run of paragraphs of text.

`_PLAIN` accepts only what nh3 would give back byte for byte; a test holds it
to that. It decides in linear time: no part of it can match in two ways.
"""

from __future__ import annotations

import re

from generator.core.lazy_pattern import lazy

#: No control characters: the sanitiser's text has none either.
_CHARACTERS = r"[^<>&\xa0\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]++"
_TEXT = rf"(?:{_CHARACTERS}|&(?:amp|gt|lt|nbsp|quot);)*+"
#: Hosts of letters, digits and single hyphens with a word at the end: no IP addresses, no punycode.
#: The outer repeat is not possessive: Python before 3.11.5 would find no host at all (python/cpython#106052).
_HOST = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)+[a-z]{2,}+"
_HREF = rf"https?://{_HOST}(?:/(?:[A-Za-z0-9_.~!$'()*+,;=:@/%?\#-]|&amp;)*+)?"


def _elements(names: str, attributes: str, inside: str) -> str:
    """Return a pattern of elements of these names, one alternative each.

    A group and a back-reference would say it once, but a capturing group in a
    possessive repeat raises SystemError in Python before 3.11.8 (python/cpython#101955).
    """
    return "|".join(rf"<{name}{attributes}>{inside}</{name}>" for name in names.split())


#: Of a link that has something to read, and no address that is too long.
_LINK = rf'<a\ href="(?![^"]{{7900}}){_HREF}">(?!(?:\s|&nbsp;)*+<){_TEXT}</a>'
_INLINE = rf"""(?:{_CHARACTERS} | &(?:amp|gt|lt|nbsp|quot); | <br\ ?/?>
    | {_elements("strong em b i", "", _TEXT)} | {_LINK})*+"""


def _blocks(names: str) -> re.Pattern[str]:
    block = _elements(names, r'(?:\ (?:class|id)="[\w-]++")?', _INLINE)
    return lazy(rf"(?: (?:{block}) [ \n]*+ )*+", re.VERBOSE)


#: Most texts have no headings, and the shorter expression is compiled in a fifth of the time.
_PARAGRAPHS, _PLAIN = _blocks("p"), _blocks("p h2 h3 h4 h5 h6")


def is_plain(html: str) -> bool:
    """Tell whether HTML is safe by construction."""
    return (_PLAIN if "<h" in html else _PARAGRAPHS).fullmatch(html) is not None


def as_sanitised(html: str) -> str:
    """Return plain HTML as the sanitiser would write it. Only its texts hold `&quot;`."""
    if "&quot;" in html:
        html = html.replace("&quot;", '"')
    return html.replace("<br />", "<br>").replace("<br/>", "<br>") if "<br" in html else html
