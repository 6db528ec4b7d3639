"""Check the values of attributes by the HTML standard; mend wrong ones, or remove the attribute.

Browsers ignore most wrong values, so a body looks the same without them. A
rule gets a value and returns the valid one, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from generator.body.html.elements import names
from generator.core.lazy_pattern import lazy

Rule = Callable[[str], str | None]

_INTEGER = re.compile(r"\s*([+-]?\d{1,9})(?![\d.])")
#: A length that browsers read as pixels; percentages are no longer allowed in HTML.
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*", re.IGNORECASE)
_LANGUAGE = lazy(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*|x(?:-[a-z0-9]{1,8})+|", re.IGNORECASE)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;\s*[\w.+-]+=(?:\"[^\"]*\"|[\w.,+-]+))*")
_MEDIA = re.compile(
    r"(?:\s*(?:not|only|all|screen|print|and|,|\([a-z-]+(?:\s*:\s*[\w./ -]+)?\)))+\s*", re.IGNORECASE
)
_SIZE = (
    r"(?:\([a-z-]+:\s*[\d.]+[a-z]+\)\s+)?"
    r"(?:[\d.]+(?:ch|cm|em|ex|in|mm|pc|pt|px|rem|vh|vmax|vmin|vw)|auto|calc\([\w\s.*/%()+-]+\))"
)
_SIZES = lazy(rf"\s*{_SIZE}(?:\s*,\s*{_SIZE})*\s*", re.IGNORECASE)

_DAY = r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_ZONE = r"(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)"
#: A day, or a moment with its zone: when something was added or taken out (HTML standard, 4.7.3).
_EDITED = re.compile(rf"{_DAY}(?:[T ]{_CLOCK}{_ZONE})?")
#: Whatever a <time> can say (4.5.14).
_TIME = lazy(
    rf"{_DAY}(?:[T ]{_CLOCK}{_ZONE}?)?|\d{{4}}(?:-(?:0[1-9]|1[0-2]))?|(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)"
    rf"|{_CLOCK}|{_ZONE}|\d{{4}}-W(?:0[1-9]|[1-4]\d|5[0-2])|P(?=\d|T\d)(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
)


def _number(low: int, high: int) -> Rule:
    def rule(value: str) -> str | None:
        found = _INTEGER.match(value)
        return str(min(int(found[1]), high)) if found and int(found[1]) >= low else None

    return rule


def _one_of(words: str) -> Rule:
    known = names(words)

    def rule(value: str) -> str | None:
        word = value.strip().lower()
        return word if word in known else None

    return rule


def _like(pattern: re.Pattern[str]) -> Rule:
    return lambda value: value if pattern.fullmatch(value) else None


def _pixels(value: str) -> str | None:
    found = _PIXELS.fullmatch(value)
    return str(int(found[1])) if found else None


def _language(value: str) -> str | None:
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _present(_: str) -> str:
    return ""


def _moment(pattern: re.Pattern[str]) -> Rule:
    def rule(value: str) -> str | None:
        found = pattern.fullmatch(value.strip())
        return found[0] if found and (found[1] is None or _is_day(found[1])) else None

    return rule


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


is_time = _moment(_TIME)

_ANYWHERE: dict[str, Rule] = {
    "align": _one_of("center justify left right"),
    "aria-hidden": _one_of("false true"),
    "dir": _one_of("auto ltr rtl"),
    "lang": _language,
    "hreflang": _language,
    "srclang": _language,
    "colspan": _number(1, 1_000),
    "rowspan": _number(0, 65_534),
    "span": _number(1, 1_000),
    "scope": _one_of("col colgroup row rowgroup"),
    "height": _pixels,
    "width": _pixels,
    "kind": _one_of("captions chapters descriptions metadata subtitles"),
    "media": _like(_MEDIA),
    "preload": _one_of("auto metadata none"),
    "sizes": _like(_SIZES),
    "start": _number(-999_999_999, 999_999_999),
    **dict.fromkeys(names("allowfullscreen default loop muted open playsinline reversed"), _present),
}
_OF_ELEMENTS: dict[tuple[str, str], Rule] = {
    ("del", "datetime"): _moment(_EDITED),
    ("ins", "datetime"): _moment(_EDITED),
    ("time", "datetime"): is_time,
    ("li", "value"): _number(-999_999_999, 999_999_999),
    ("ol", "type"): _like(re.compile("[1aAiI]")),
    ("source", "type"): _like(_MIME),
}
#: Elements that screen readers cannot name (ARIA in HTML, 4; WAI-ARIA 1.2, 5.2.8.6).
_NAMELESS = names(
    """
    abbr acronym b bdi bdo big br caption center cite code data dd del dfn div dt em figcaption i ins kbd mark
    p pre q rb rp rt rtc ruby s samp small source span strike strong sub sup time track tt u var wbr
    """
)


def checked(element: str, name: str, value: str) -> str | None:
    """Return the valid value of an attribute, None if the attribute must go."""
    rule = _OF_ELEMENTS.get((element, name)) or _ANYWHERE.get(name)
    return rule(value) if rule else value


def has_name(element: str) -> bool:
    """Tell whether an element without a role may have an `aria-label`."""
    return element not in _NAMELESS
