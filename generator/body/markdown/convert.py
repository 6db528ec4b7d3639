"""Turn the text of a body into raw HTML, by one of three engines. The result is not sanitised yet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import comrak

from generator.body.html.allowlist import DROPPED, allowed
from generator.body.html.balance import balance
from generator.body.html.empty_elements import drop_empty_elements
from generator.body.html.hidden import HiddenText, hidden_texts, may_hide, without_hidden
from generator.body.html.lazy_media import load_media
from generator.body.html.plain_html import is_plain
from generator.body.limits import BodyError, check_text, has_few_addresses, has_few_formulas
from generator.body.markdown.attribute_lists import take_attributes, unlisted_slots, with_ids, with_toc_marks
from generator.body.markdown.autolinks import drop_marks, mark_link_ends
from generator.body.markdown.comments import without_comments
from generator.body.markdown.contents import with_contents
from generator.body.markdown.emphasis import keep_bold
from generator.body.markdown.formulas import take_formulas, with_formulas, with_marked_spans
from generator.body.markdown.indents import keep_paragraphs
from generator.body.markdown.literal_marks import keep_products, keep_tildes
from generator.body.markdown.placeholders import restored, without_placeholders, without_slots
from generator.body.options import BodyRules

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["BodyError", "Raw", "convert", "texts_left_out", "to_html"]

_EXTENSIONS = ("cjk_friendly_emphasis", "footnotes", "strikethrough", "table", "tasklist")


class Raw(NamedTuple):
    """A body as raw HTML; `plain` where that is known to be safe (`body.html.plain_html`)."""

    html: str
    plain: bool


def to_html(text: str, engine: str, rules: BodyRules) -> str:
    """Return a body as raw HTML, within its bounds; it is unsafe until `body.html.pipeline` has had it.

    It has no comments but `MORE`. `engine` is comrak, python-markdown or html (as is). Raises BodyError for
    what would cost an engine or the sanitiser too much.
    """
    return convert(text, engine, rules).html


def convert(text: str, engine: str, rules: BodyRules) -> Raw:
    """Return what `to_html` does, and whether it is plain. Raises BodyError."""
    text = _normal(text)
    line = text.rstrip("\n")
    if engine == "comrak" and _is_one_block(line):
        return Raw(drop_empty_elements(f"{line}\n"), plain=True)
    return Raw(_converted(text, engine, rules), plain=False)


def _converted(text: str, engine: str, rules: BodyRules) -> str:
    text = without_comments(text, is_html=engine == "html")
    html = _by_engine(text, engine, rules)
    if "<" in text:  # no engine makes hidden elements, or late pictures, by itself
        html = without_hidden(load_media(html))
    return balance(html, _names(rules))


def texts_left_out(text: str, engine: str, rules: BodyRules) -> list[HiddenText]:
    """Return the hidden elements with text that `to_html` leaves out. It has not raised for the body."""
    if not may_hide(text):
        return []
    text = without_comments(_normal(text), is_html=engine == "html")
    return hidden_texts(load_media(_by_engine(text, engine, rules)))


def _by_engine(text: str, engine: str, rules: BodyRules) -> str:
    return drop_empty_elements(text if engine == "html" else _from_markdown(text, engine, rules))


def _from_markdown(text: str, engine: str, rules: BodyRules) -> str:
    text = without_placeholders(text)
    if engine == "python-markdown":
        text, formulas = take_formulas(text) if rules.math else (text, ())
        text = keep_products(keep_paragraphs(with_toc_marks(text)))
        return with_formulas(restored(_python_markdown(text, rules.extensions)), formulas)
    marked = take_attributes(text)
    html = restored(_comrak(keep_products(keep_paragraphs(marked.text)), math=rules.math))
    html = with_ids(with_marked_spans(html) if rules.math else html, marked.slots)
    return without_slots(with_contents(html, unlisted_slots(marked.slots)))


def _normal(text: str) -> str:
    """Return a text with Unix line ends and without NUL, which no parser keeps."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@lru_cache(maxsize=8)
def _names(rules: BodyRules) -> frozenset[str]:
    return DROPPED.union(allowed(rules.extra_tags, frames=bool(rules.iframe_hosts)))


# --- comrak ---


def _extensions(*, autolink: bool, math: bool) -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    for name in _EXTENSIONS:
        setattr(options, name, True)
    options.autolink = autolink
    options.math_dollars = options.math_latex = math
    options.header_id_prefix = ""
    return options


def _raw_html_allowed() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return options


#: By whether there are automatic links, and formulas.
_OPTIONS = {
    (autolink, math): _extensions(autolink=autolink, math=math)
    for autolink in (False, True)
    for math in (False, True)
}
_PARSING = comrak.ParseOptions()
_RENDERING = _raw_html_allowed()

#: The empty link that comrak puts into each heading.
_ANCHOR = re.compile(r'<a href="#[^"]*" aria-label="[^"]*" data-heading-content="[^"]*" class="anchor"></a>')


def _is_one_block(text: str) -> bool:
    """Tell whether a text is one line of plain HTML, as wire copy is.

    Markdown hands it on as it is, up to the next blank line (CommonMark, 4.6, kind 6), so no
    parser needs to see it. A test holds comrak and the balancer to that.
    """
    return "\n" not in text and "\x1f" not in text and text != "" and is_plain(text)


def _comrak(text: str, *, math: bool = False) -> str:
    check_text(text, "comrak")
    options = _OPTIONS[has_few_addresses(text), math and has_few_formulas(text)]
    html = comrak.render_markdown(keep_bold(keep_tildes(mark_link_ends(text))), options, _PARSING, _RENDERING)
    html = drop_marks(html)
    return _ANCHOR.sub("", html) if 'class="anchor"' in html else html


# --- Python-Markdown ---


def _python_markdown(text: str, extensions: tuple[str, ...]) -> str:
    check_text(text, "python-markdown")
    converter = _converter(extensions)
    try:
        return str(converter.reset().convert(text))
    except Exception as error:  # whatever it fails on, the build goes on
        reason = f"python-markdown can't read it ({type(error).__name__}: {error})"
        raise BodyError(reason, "use `markdown: comrak` for this post") from error


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
        reason = f"python-markdown has no such extension ({error})"
        raise BodyError(reason, "mend markdown.extensions in site.yaml") from error
