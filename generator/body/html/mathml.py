"""Write marked formulas as MathML, which browsers show without a script.

latex2mathml reads the formulas; its tree is written anew with the elements and attributes of MathML Core
that only shape a formula, so that a formula can neither link nor run anything. A formula that it can't read
stays as its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from generator.body.html.elements import names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Characters; nobody writes a longer formula.
_LONGEST = 4_000
_DEEPEST = 64
_ELEMENTS = names(
    """
    math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup
    mtable mtd mtext mtr munder munderover
    """
)
_ATTRIBUTES = names(
    """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace
    scriptlevel separator stretchy symmetric voffset width
    """
)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_VALUE = re.compile(r"[\w+.% -]{0,100}", re.ASCII)
#: Commands that latex2mathml leaves as they are, and the letters that they stand for.
_KNOWN = {rf"\{name}": name for name in ("arg", "deg", "dim", "gcd", "hom", "inf", "ker", "lim", "sup")}
#: A formula as engines mark it, before and after the sanitiser, and as its page has it.
_MARKED = re.compile(
    r'(<span class="(?:post-)?math (?:post-)?(inline|display)">)\\[(\[]([^<>]*)\\[)\]]</span>'
)
_WRITTEN = re.compile(
    r'(<span class="post-math post-(inline|display)">)<math [^<>]*>(?:(?!</?math).)*?'
    r'<annotation encoding="application/x-tex">([^<>]*)</annotation></semantics></math></span>',
    re.DOTALL,
)


def marked(source: str, display: str) -> str:
    r"""Return a formula with its mark. `source` is TeX as HTML, `display` "inline" or "display".

    The form is that of Pandoc and MathJax: `<span class="math inline">\(…\)</span>`.
    """
    opening, closing = (r"\[", r"\]") if display == "display" else (r"\(", r"\)")
    return f'<span class="math {display}">{opening}{source.strip()}{closing}</span>'


def with_mathml(html: str) -> str:
    """Return finished HTML whose marked formulas are MathML, as far as they can be read."""
    return _MARKED.sub(_replaced, html) if 'class="post-math ' in html else html


def with_sources(html: str) -> str:
    """Return HTML with the sources of formulas that `with_mathml` has written, for the sanitiser."""
    if 'encoding="application/x-tex"' not in html:
        return html
    return _WRITTEN.sub(lambda found: found[1] + marked(found[3], found[2]).partition(">")[2], html)


def unreadable_formulas(html: str) -> Iterator[str]:
    """Yield the sources of the marked formulas of a raw body that stay sources."""
    for found in _MARKED.finditer(html) if 'class="math ' in html else ():
        source = unescape(found[3])
        if _mathml(source, found[2]) is None:
            yield source


def _replaced(found: re.Match[str]) -> str:
    written = _mathml(unescape(found[3]), found[2])
    return f"{found[1]}{written}</span>" if written else found[0]


@lru_cache(maxsize=1_000)
def _mathml(source: str, display: str) -> str | None:
    """Return a formula as MathML with its source as an annotation; None if it can't be read."""
    braces = _ESCAPED.sub("", source)
    if len(source) > _LONGEST or braces.count("{") != braces.count("}"):
        return None
    from latex2mathml.converter import convert_to_element

    block = "block" if display == "display" else "inline"
    try:
        tree = convert_to_element(source.strip(), display=block)
        inside = "".join(_written(child, 0) for child in tree)
    except Exception:  # whatever a stranger's formula makes it fail on
        return None
    annotation = (
        f'<annotation encoding="application/x-tex">{escape(source.strip(), quote=False)}</annotation>'
    )
    return f'<math display="{block}"><semantics>{inside}{annotation}</semantics></math>'


def _written(element: Element, depth: int) -> str:
    """Return an element as HTML.

    Raises ValueError for an element that must not be shown, KeyError for an unknown command.
    """
    text = unescape(element.text or "")
    if text.startswith("\\") and len(text) > 1:
        text = _KNOWN[text]
    if element.tag not in _ELEMENTS or depth > _DEEPEST:
        raise ValueError(element.tag)
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    inside = "".join(_written(child, depth + 1) for child in element)
    return f"<{element.tag}{attributes}>{escape(text, quote=False)}{inside}</{element.tag}>"
