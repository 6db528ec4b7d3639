"""Replace the shortcodes that Hugo has built in (gohugo.io/shortcodes)."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection
from typing import NamedTuple

from generator.importers.sites.calls import Call
from generator.importers.sites.embeds import embedded
from generator.importers.sites.fences import fenced


class Scope(NamedTuple):
    """What shortcodes need to know of a page and its site.

    `ref` returns the address of a page by its name and language, "" if there is none; `param` the value of a
    parameter; `inline` the HTML of a line of Markdown. `hosts` may be in frames. `markdown`: the body is it.
    """

    ref: Callable[[str, str], str]
    param: Callable[[str], str]
    inline: Callable[[str], str]
    hosts: Collection[str]
    markdown: bool


def built_in(call: Call, scope: Scope) -> str | None:
    """Return what a shortcode of Hugo's own makes; None for others, and for a page that does not exist."""
    make = _MAKERS.get(call.name)
    return make(call, scope) if make else embedded(call, scope.hosts)


def _ref(call: Call, scope: Scope) -> str | None:
    name, mark, fragment = call.get("path", 0).partition("#")
    if not name:
        return f"#{fragment}"
    url = scope.ref(name, call.get("lang"))
    return f"{url}{mark}{fragment}" if url else None


def _figure(call: Call, scope: Scope) -> str:
    picture = "".join(
        f' {name}="{html.escape(call.get(name))}"'
        for name in ("src", "alt", "width", "height")
        if call.get(name) or name == "src"
    )
    shown = _linked(f"<img{picture}>", call.get("link"))
    credit = _linked(scope.inline(call.get("attr")), call.get("attrlink"))
    title = f"<strong>{scope.inline(call.get('title'))}</strong>" if call.get("title") else ""
    caption = " ".join(part for part in (title, scope.inline(call.get("caption")), credit) if part)
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{shown}{below}</figure>"


def _linked(shown: str, address: str) -> str:
    return f'<a href="{html.escape(address)}">{shown}</a>' if address and shown else shown


def _highlight(call: Call, scope: Scope) -> str:
    code, language = (call.inner or "").strip("\n"), call.get("lang", 0) or call.get("type", 0)
    if not scope.markdown:
        shown = html.escape(code, quote=False)
        return f'<pre><code class="language-{html.escape(language)}">{shown}</code></pre>'
    return f"\n{fenced(code, language, '')}\n"


def _details(call: Call, scope: Scope) -> str:
    state = " open" if call.get("open") == "true" else ""
    summary = scope.inline(call.get("summary") or "Details")
    return f"<details{state}><summary>{summary}</summary>\n\n{(call.inner or '').strip()}\n\n</details>"


def _param(call: Call, scope: Scope) -> str | None:
    return scope.param(call.get("name", 0)) or None


def _qr(call: Call, _: Scope) -> str:
    """Return the text that the picture would show: Hugo makes the picture, and readers need its text."""
    written = html.escape((call.get("text") or call.inner or "").strip())
    return f'<a href="{written}">{written}</a>' if written.startswith(("http://", "https://")) else written


_MAKERS: dict[str, Callable[[Call, Scope], str | None]] = {
    "ref": _ref,
    "relref": _ref,
    "figure": _figure,
    "highlight": _highlight,
    "details": _details,
    "param": _param,
    "qr": _qr,
    "comment": lambda *_: "",
}
