"""Turn the addresses that authors write (a permalink, an alias) into output paths.

An address that a static host can answer with a page is kept to the letter. The
suffixes that hosts send as pages (`text/html`) are those of nginx's `mime.types` and of
mime-db, which Netlify, Cloudflare and GitHub use: html, htm and shtml.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote, unquote

from generator.addresses.segments import safe_segment

_PAGE_SUFFIX = re.compile(r"\.(?:s?html|htm)$", re.IGNORECASE)
#: Suffixes of addresses that a program on the server answered.
_PROGRAM_SUFFIX = re.compile(
    r"\.(?:action|as[hmp]x|aspx?|cfm|cgi|dll|do|fcgi|jsf|jsp[ax]?|nsf|ph(?:p[3-8]?|tml)|pl)$", re.IGNORECASE
)
#: Suffixes of files that hosts send as a different type: browsers show the source of the page, or save it.
_FILE_SUFFIX = re.compile(
    r"\.(?:atom|avif|css|csv|docx?|gif|ico|jpe?g|m?js|json|md|mp[34]|opml|pdf|png|rss|svg|txt|wasm"
    r"|webmanifest|webp|xht(?:ml)?|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
#: Characters that a query may hold unencoded (RFC 3986, section 3.4); `%` begins what is encoded already.
_SAFE_IN_QUERY = "%!$&'()*+,;=:@/?~"


class UnservableError(ValueError):
    """An address that no static host can answer with a page. The message is the reason, to show."""


class _Parts(NamedTuple):
    """An address in its parts: path and fragment decoded, the query without `?`, as browsers encode it."""

    path: str
    query: str
    fragment: str


def output_path(address: str) -> str:
    """Return the output path of a page at an address, a path of this site.

    `/a/b/` is `a/b/index.html`, `/a/b` is `a/b.html`; `/a/b.html`, `/a/b.htm` and `/a/b.shtml` stay.
    Raises UnservableError for an address that a static host can't answer with a page (a query, a
    fragment, the suffix of a program or of a different type), ValueError for one that names a host,
    leaves the site or has a segment that no file may have. Both have a reason to show.
    """
    parts = _parts(address)
    path = _page_path(parts.path)
    if parts.query:
        raise UnservableError("static hosts ignore the part from ? on")
    if parts.fragment:
        raise UnservableError("browsers do not send the part from # on")
    name = parts.path.rpartition("/")[2]
    if found := _PROGRAM_SUFFIX.search(name):
        raise UnservableError(f"static hosts run no programs, such as those behind {found[0]}")
    if found := _FILE_SUFFIX.search(name):
        raise UnservableError(f"static hosts send no pages at addresses with {found[0]}")
    return path


def request_path(address: str) -> str:
    """Return the output path of a redirect from an address; with a query, `path?query`, which is no file.

    A redirect may be at an address that no page can have: a server that knows redirects answers there.
    Raises UnservableError for an address with a fragment, and ValueError as `output_path` does.
    """
    parts = _parts(address)
    if parts.fragment:
        raise UnservableError("browsers do not send the part from # on")
    path = _page_path(parts.path)
    if not parts.query:
        return path
    # The suffix of a page does not matter here, since no file has the name.
    segments = [part for part in parts.path.split("/") if part not in ("", ".")]
    folder = "/" if segments and parts.path.endswith("/") else ""
    return f"{'/'.join(segments).replace('?', '%3F')}{folder}?{parts.query}"


def has_values(query: str) -> bool:
    """Tell whether every parameter of a query has a value: `a=1&b=` has, `12` has not."""
    return all("=" in parameter for parameter in query.split("&"))


def is_kept(address: str, path: str) -> bool:
    """Return whether an output path, without a query, is to the letter the one that an address asks for."""
    plain = _parts(address).path
    wanted = [part for part in plain.split("/") if part not in ("", ".")]
    if plain.endswith("/") or not wanted:
        wanted.append("index.html")
    return path in ("/".join(wanted), f"{'/'.join(wanted)}.html")


def as_page(path: str) -> str:
    """Return the output path of a page: `a/` is `a/index.html`, `a` is `a.html`, `a.htm` stays."""
    if path.endswith("/"):
        return f"{path}index.html"
    return path if _PAGE_SUFFIX.search(path) else f"{path}.html"


def without_suffix(path: str) -> str:
    """Return the output path of a page without the suffix by which hosts know that it is one."""
    return _PAGE_SUFFIX.sub("", path)


def _parts(address: str) -> _Parts:
    if "://" in address.partition("?")[0] or address.startswith("//"):
        raise ValueError("an address of this site starts with one slash and names no host")
    before, _, fragment = address.strip().partition("#")
    path, _, query = before.partition("?")
    plain = unicodedata.normalize("NFC", unquote(path.strip()))
    return _Parts(plain, quote(query, safe=_SAFE_IN_QUERY), fragment)


def _page_path(plain: str) -> str:
    """Return the output path of a page at a decoded path, its segments made safe. Raises ValueError."""
    if _CONTROL.search(plain):
        raise ValueError("an address has no control characters or backslashes")
    segments = [part for part in plain.split("/") if part not in ("", ".")]
    if ".." in segments:
        raise ValueError("an address may not climb out of the site with ..")
    if any(part.startswith(".") for part in segments):
        raise ValueError("no part of an address may start with a dot")
    safe = "/".join(_address_segment(part) for part in segments)
    return as_page(f"{safe}/" if safe and plain.endswith("/") else safe or "index.html")


def _address_segment(part: str) -> str:
    """Return a segment that an author wrote, made safe but otherwise unchanged (spaces, brackets stay)."""
    clean = _NOT_IN_NAMES.sub("-", part).rstrip(". ") or "-"
    return safe_segment(clean)
