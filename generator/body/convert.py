"""From the text of a body to raw HTML, by one of three engines. What comes out is not sanitised yet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import comrak

from generator.body.allowlist import DROPPED, allowed
from generator.body.balance import balance
from generator.body.bounds import BodyError, check_text, has_few_addresses
from generator.body.leftovers import drop_leftovers
from generator.body.rules import BodyRules

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["BodyError", "to_html"]

_EXTENSIONS = ("cjk_friendly_emphasis", "footnotes", "strikethrough", "table", "tasklist")


def to_html(text: str, engine: str, rules: BodyRules) -> str:
    """Return a body as raw HTML: unsafe until `generator.body.finish` has had it, but within its bounds.

    `engine` is comrak, python-markdown or html (as is). Raises BodyError for
    what would cost an engine or the sanitiser too much.
    """
    text = _normal(text)
    if engine == "html":
        html = text
    elif engine == "python-markdown":
        html = _python_markdown(text, rules.extensions)
    else:
        html = _comrak(text)
    return balance(drop_leftovers(html), _names(rules))


def _normal(text: str) -> str:
    """Return a text with Unix line ends and without NUL, which no parser keeps."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@lru_cache(maxsize=8)
def _names(rules: BodyRules) -> frozenset[str]:
    return DROPPED.union(allowed(rules.extra_tags, frames=bool(rules.iframe_hosts)))


# --- comrak ---


def _extensions(*, autolink: bool) -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    for name in _EXTENSIONS:
        setattr(options, name, True)
    options.autolink = autolink
    options.header_id_prefix = ""
    return options


def _raw_html_allowed() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return options


_WITH_LINKS = _extensions(autolink=True)
_WITHOUT_LINKS = _extensions(autolink=False)
_PARSING = comrak.ParseOptions()
_RENDERING = _raw_html_allowed()

#: The empty link that comrak puts into each heading.
_ANCHOR = re.compile(r'<a href="#[^"]*" aria-label="[^"]*" data-heading-content="[^"]*" class="anchor"></a>')

#: Ends an automatic link (a tab does) and is found again in the HTML. No text has a use for the second.
_LINK_END = "\t\x1f"
_CJK = (
    "\u2010-\u2027\u2030-\u205e\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffef"
    "\U0001f000-\U0003ffff"
)
_URL = r"(?:https?://|www\.)"
#: Characters of an address that are no marks of Markdown; with letters as in Élysée.
_IN_URL = r"!-)+-;=?-^`-}\u00a1-\u024f"
#: Addresses before Chinese text. comrak, as GFM says, ends them only at white space or <. The first branch
#: skips those whose end is marked: in <>, in the brackets of a link, in a definition, in an attribute.
_BARE_LINK = re.compile(
    rf"""(?: <|\]\(\s*+<?|\]:\s*+<?|=\s*+["'] ) {_URL} [^\s<>"')]*+
       | ({_URL} (?:[{_IN_URL}]|[*_~]++(?=[{_IN_URL}]))++ ) (?=[*_~]*+[{_CJK}])""",
    re.VERBOSE,
)
#: Searched first, because expressions that begin with a fixed text are ten times as fast.
_WEB_HINT = re.compile(rf"://[!-~\u00a1-\u024f]++[{_CJK}]")
_WWW_HINT = re.compile(rf"www\.[!-~\u00a1-\u024f]++[{_CJK}]")


def _comrak(text: str) -> str:
    check_text(text, "comrak")
    options = _WITH_LINKS if has_few_addresses(text) else _WITHOUT_LINKS
    marked = _mark_link_ends(text)
    html: str = comrak.render_markdown(marked or text, options, _PARSING, _RENDERING)
    if marked:
        html = html.replace(_LINK_END, "").replace("\x1f", "")
    return _ANCHOR.sub("", html) if 'class="anchor"' in html else html


def _mark_link_ends(text: str) -> str | None:
    """Return the text with a mark behind each address that Chinese follows; None where there is none."""
    if text.isascii() or not (_WEB_HINT.search(text) or _WWW_HINT.search(text)):
        return None
    marked, count = _BARE_LINK.subn(_with_end, text.replace("\x1f", ""))
    return marked if count else None


def _with_end(link: re.Match[str]) -> str:
    return link[0] + _LINK_END if link[1] else link[0]


# --- Python-Markdown ---


def _python_markdown(text: str, extensions: tuple[str, ...]) -> str:
    check_text(text, "python-markdown")
    converter = _converter(extensions)
    try:
        return str(converter.reset().convert(text))
    except Exception as error:  # whatever it stumbles over, the press goes on
        raise BodyError(f"python-markdown can't read it ({type(error).__name__}: {error})") from error


@lru_cache(maxsize=8)
def _converter(extensions: tuple[str, ...]) -> Markdown:
    """Return the converter of this process for these extensions; making one takes milliseconds."""
    from markdown import Markdown
    from markdown.extensions.toc import slugify_unicode

    tables = {"use_align_attribute": True}  # styles don't pass the sanitiser
    contents = {"slugify": slugify_unicode}  # the default leaves nothing of Chinese headings
    configs: dict[str, dict[str, Any]] = {"extra": {"tables": tables}, "tables": tables, "toc": contents}
    try:
        return Markdown(extensions=list(extensions), extension_configs=configs)
    except (ImportError, AttributeError, TypeError, KeyError) as error:
        raise BodyError(
            f"python-markdown has no such extension ({error}); see markdown.extensions"
        ) from error
