"""Make the patterns of all outputs of a list from the pattern of its front page.

A *pattern* is an address with fields in braces, as site.yaml has it: `/tags/{slug}/`. One that ends in a
slash is that of a page in a folder of its own, and so are the addresses that follow from it.
"""

from __future__ import annotations

from generator.addresses.written import as_page


def page_pattern(pattern: str) -> str:
    """Return the output path of a page: `tags/{slug}/index.html`, `tag/{slug}.html`."""
    path = pattern.lstrip("/")
    return as_page(path) if path else "index.html"


def numbered_pattern(pattern: str) -> str:
    """Return the output path of a page with older posts: `tags/{slug}/{number}/index.html`."""
    if pattern.endswith("/"):
        return page_pattern(f"{pattern}{{number}}/")
    stem, dot, suffix = page_pattern(pattern).rpartition(".")
    return f"{stem}/{{number}}{dot}{suffix}"


def feed_pattern(pattern: str) -> str:
    """Return the output path of a feed: `tags/{slug}/feed.{format}`, `tag/{slug}.{format}`."""
    if pattern.endswith("/"):
        return f"{pattern.lstrip('/')}feed.{{format}}"
    return f"{page_pattern(pattern).rpartition('.')[0]}.{{format}}"


def static_page_path(pattern: str, folder: str, slug: str) -> str:
    """Return the output path of a static page in a folder ("" for none).

    A page `index` is that of its folder, also where the pattern gives each page a folder of its own.
    """
    is_folder = slug == "index" and pattern.endswith("{path}/")
    name = folder if is_folder else f"{folder}/{slug}".lstrip("/")
    return page_pattern(pattern.replace("{path}", name).replace("//", "/"))
