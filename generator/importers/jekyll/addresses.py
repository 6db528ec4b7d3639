"""Make addresses of pages like Jekyll: patterns by style, and the permalink for a URL."""

from __future__ import annotations

#: Styles by name that end in a suffix (`add_permalink_suffix` in jekyll/utils.rb).
_WITH_SUFFIX = ("date", "ordinal", "none")


def page_pattern(style: str, *, index: bool) -> str:
    """Return the pattern of pages, which have only the ending of the pattern of posts."""
    if index:
        return "/:path/"
    return f"/:path/:basename{suffix_of(style)}"


def suffix_of(style: str) -> str:
    """Return the ending of the pattern of pages and documents."""
    if style == "pretty" or style.endswith("/"):
        return "/"
    return ":output_ext" if style in _WITH_SUFFIX or style.endswith(":output_ext") else ""


def as_permalink(url: str, suffix: str) -> str:
    """Return a `permalink` with the same file as a URL: Jekyll and Backfile write `/a/b` to `/a/b.html`."""
    return url if url.endswith(("/", suffix, ".htm")) else url + suffix
