"""Replace the tag plugins of Hexo itself (hexo.io/docs/tag-plugins)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from generator.importers.sites.calls import Call
from generator.importers.sites.embeds import embedded
from generator.importers.sites.fences import fenced

_WEB = re.compile(r"(?:https?:)?//\S+|/\S*", re.IGNORECASE)
_SIZE = re.compile("[0-9]+%?")
_TEXTS = re.compile(r"[\"']([^\"']*)[\"']")


class Post(NamedTuple):
    """What a post may show: its title and its address, "" for none."""

    title: str
    url: str


class Scope(NamedTuple):
    """What tags need to know of a page and its site.

    `post` returns the post with a slug, `asset` the address of a file of the page's folder, "" for none,
    and `code` the text of a file with code, None if there is none. `hosts` may be in frames.
    """

    post: Callable[[str], Post | None]
    asset: Callable[[str], str]
    code: Callable[[str], str | None]
    hosts: Collection[str]


def tag_plugin(call: Call, scope: Scope) -> str | None:
    """Return what a tag of Hexo's own makes; None for others, and for what does not exist."""
    make = _MAKERS.get(call.name)
    if make:
        return make(call, scope)
    return None if call.name == "{{" else embedded(call, scope.hosts)


def _output(call: Call, _: Scope) -> str | None:
    """Return a text that stands in `{{ "…" }}`."""
    found = re.fullmatch(r"\{\{\s*(?:\"([^\"]*)\"|'([^']*)')\s*\}\}", call.source, re.DOTALL)
    return (found[1] or found[2] or "") if found else None


def _quote(call: Call, _: Scope) -> str:
    """Return a quote; its values are the author and, after a comma, the source, an address and its name."""
    words = list(call.positional)
    link = next((word for word in words if _WEB.fullmatch(word)), "")
    at = words.index(link) if link else len(words)
    credit, _comma, source = " ".join(words[:at]).partition(",")
    title = " ".join(words[at + 1 :]) or source.strip() or link
    named = f'<a href="{html.escape(link)}">{html.escape(title)}</a>' if link else html.escape(source.strip())
    parts = [
        part for part in (f"<strong>{html.escape(credit.strip())}</strong>" if credit else "", named) if part
    ]
    below = f"<footer>{' '.join(parts)}</footer>\n" if parts else ""
    return f"<blockquote>\n\n{(call.inner or '').strip()}\n\n{below}</blockquote>"


def _code(call: Call, _: Scope) -> str:
    title = " ".join(word for word in call.positional if not re.match(r"\w+:(?!//)", word))
    shown = f"{title}\n\n" if title else ""
    return f"\n{shown}{fenced((call.inner or '').strip(chr(10)), call.get('lang'), '')}\n"


def _included(call: Call, scope: Scope) -> str | None:
    path = next((word for word in reversed(call.positional) if not re.match(r"\w+:", word)), "")
    code = scope.code(path)
    if code is None:
        return None
    first, last = call.get("from") or "1", call.get("to")
    lines = code.splitlines()[max(int(first), 1) - 1 if first.isdecimal() else 0 :]
    kept = int(last) - int(first) + 1 if last.isdecimal() and first.isdecimal() else len(lines)
    return f"\n{fenced(chr(10).join(lines[:kept]), call.get('lang') or path.rpartition('.')[2], '')}\n"


def _img(call: Call, _: Scope) -> str | None:
    return _picture(call, lambda word: word if _WEB.fullmatch(word) or "." in word else "")


def _asset_img(call: Call, scope: Scope) -> str | None:
    return _picture(call, scope.asset)


def _picture(call: Call, find: Callable[[str], str]) -> str | None:
    """Return a picture: classes, its address, width, height, then title and text in quotes."""
    at = next((index for index, word in enumerate(call.positional) if find(word)), -1)
    if at < 0:
        return None
    rest = list(call.positional[at + 1 :])
    sizes: list[str] = []
    while rest and len(sizes) < 2 and _SIZE.fullmatch(rest[0]):
        sizes.append(rest.pop(0))
    texts = (
        _TEXTS.findall(" ".join(rest)) if any(mark in " ".join(rest) for mark in "\"'") else [" ".join(rest)]
    )
    title, text = texts[0] if texts else "", texts[1] if len(texts) > 1 else ""
    values = {"src": find(call.positional[at]), "alt": text or title, "title": title}
    values |= dict(zip(("width", "height"), sizes, strict=False))
    shown = "".join(f' {name}="{html.escape(value)}"' for name, value in values.items() if value)
    return f"<img{shown}>"


def _post_link(call: Call, scope: Scope) -> str | None:
    post = scope.post(call.get("slug", 0).partition("#")[0])
    if not post or not post.url:
        return None
    words = [word for word in call.positional[1:] if word not in ("true", "false")]
    mark, fragment = call.get("slug", 0).partition("#")[1:]
    return _anchor(f"{post.url}{mark}{fragment}", " ".join(words) or post.title)


def _post_path(call: Call, scope: Scope) -> str | None:
    post = scope.post(call.get("slug", 0))
    return post.url or None if post else None


def _asset_link(call: Call, scope: Scope) -> str | None:
    url = scope.asset(call.get("name", 0))
    words = [word for word in call.positional[1:] if word not in ("true", "false")]
    return _anchor(url, " ".join(words) or call.get("name", 0)) if url else None


def _asset_path(call: Call, scope: Scope) -> str | None:
    return scope.asset(call.get("name", 0)) or None


def _link(call: Call, _: Scope) -> str | None:
    words = list(call.positional)
    at = next((index for index, word in enumerate(words) if _WEB.fullmatch(word)), -1)
    return _anchor(words[at], " ".join(words[:at]) or words[at]) if at >= 0 else None


def _anchor(url: str, shown: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(shown, quote=False)}</a>'


def _iframe(call: Call, scope: Scope) -> str:
    url = call.get("url", 0)
    host = re.sub(r"^(?:https?:)?//([^/?#:]+).*", r"\1", url)
    return f'<iframe src="{html.escape(url)}"></iframe>' if host in scope.hosts else _anchor(url, url)


def _pullquote(call: Call, _: Scope) -> str:
    return f"<blockquote>\n\n{(call.inner or '').strip()}\n\n</blockquote>"


_MAKERS: dict[str, Callable[[Call, Scope], str | None]] = {
    "{{": _output,
    **dict.fromkeys(("blockquote", "quote"), _quote),
    **dict.fromkeys(("centerquote", "cq", "pullquote"), _pullquote),
    **dict.fromkeys(("codeblock", "code"), _code),
    **dict.fromkeys(("include_code", "include-code"), _included),
    **dict.fromkeys(("img", "image"), _img),
    **dict.fromkeys(("link", "linkto", "anchor"), _link),
    "iframe": _iframe,
    "asset_img": _asset_img,
    "asset_link": _asset_link,
    "asset_path": _asset_path,
    "post_link": _post_link,
    "post_path": _post_path,
}
