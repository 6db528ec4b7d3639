"""Make plain lines of texts that other programs write as HTML: titles, names, summaries."""

from __future__ import annotations

import html
import re

from generator.content.frontmatter.record import clean

#: An entity with its semicolon; without one, `AT&T` and `a&copy=1` are texts.
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: Elements that mark up a line, and no `<vector>` of a program.
_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|ol|p|q|ruby|rt|s|small"
    r"|span|strong|sub|sup|time|u|ul|wbr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")


def decoded(text: str) -> str:
    """Return a text whose entities are characters: `Nvidia&#8217;s` is `Nvidia’s`."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def plain_line(text: str) -> str:
    """Return a piece of HTML as plain text on one line."""
    if "<" in text:
        text = _TAG.sub(lambda found: "" if _is_inline(found[0]) else " ", _COMMENT.sub("", text))
    return clean(decoded(text))


def _is_inline(tag: str) -> bool:
    return not re.match(r"</?(?:br|div|h[1-6]|li|ol|p|ul)\b", tag, re.IGNORECASE)
