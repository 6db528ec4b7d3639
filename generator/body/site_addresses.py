"""Find the addresses of a body that may belong to this archive, or to the site that it was taken from.

Which it is depends on what the archive has, so the index keeps these addresses, in the form of `stem`, with
the post. They begin with a slash, which no path of a source does.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from generator.addresses.routes import Reserved
from generator.addresses.stem import stem
from generator.body.options import BodyRules
from generator.body.source_paths import file_beside
from generator.body.web_addresses import clean, within_site

_ATTRIBUTE = re.compile(
    r"""(?<=[\s"'])(href|src|srcset|poster)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[#?]|\Z")
#: Between a path and its query or fragment.
_PATH_END = re.compile("[?#]")
#: Characters of an address that the index keeps.
LONGEST = 1_000
#: Addresses that are kept of one post.
_MOST = 2_000


def site_addresses(
    html: str, source: str, reserved: Reserved, rules: BodyRules, *, is_scraped: bool
) -> tuple[str, ...]:
    """Return, sorted, the addresses of a body on this site that are no pages of the program.

    These are relative links, those to paths from the root also with the name of this site, and, if the post
    `is_scraped` (its original is known), pictures too.
    """
    found: set[str] = set()
    for name, *values in _ATTRIBUTE.findall(html) if "=" in html else ():
        value = unescape("".join(values))
        is_link = name.lower() == "href"
        if not (is_link or is_scraped):
            continue
        candidates = [part.split()[0] for part in value.split(",") if part.strip()]
        for url in candidates if name.lower() == "srcset" else (value,):
            found.update(site_address(url, source, reserved, rules))
    return tuple(sorted(found)[:_MOST])


def site_address(url: str, source: str, reserved: Reserved, rules: BodyRules) -> tuple[str, ...]:
    """Return the `stem` of an address of this site; () for others and for pages of the program."""
    url = within_site(clean(url), rules)
    path = path_of(url)
    if len(url) > LONGEST or _SCHEME.match(url) or path.startswith("//"):
        return ()
    if path.startswith("/"):
        return from_root(path, reserved)
    # A link to the source of a post is kept as one.
    beside = None if path.lower().endswith((".md", ".markdown")) else file_beside(path, source)
    return (stem(beside),) if beside else ()


def path_of(url: str) -> str:
    """Return the decoded path of an address."""
    return unquote(_PATH_END.split(url, maxsplit=1)[0].replace("\\", "/"), errors="replace")


def from_root(path: str, reserved: Reserved) -> tuple[str, ...]:
    """Return the `stem` of a decoded path from the root of the site; () for a page of the program.

    Pages of categories and tags are there only while posts have these.
    """
    plain = path.strip("/")
    forms = (plain, f"{plain}.html", f"{plain}/index.html")
    is_own = any(map(reserved.has, forms)) and not any(map(reserved.has_term, forms))
    return () if not plain or is_own else (stem(plain),)
