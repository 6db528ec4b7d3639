"""Find the pattern by which a site made the addresses of its posts: an export does not say it."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from generator.importers.wordpress.export import Head, Item, host_of, unquoted

#: Patterns that are counted; a site has one, and posts that were moved have others.
_MOST = 1_000
#: A post's number, which site.yaml has no field for.
_NUMBER = "{id}"


def own_path(link: str, head: Head) -> str | None:
    """Return the address of a link from the site's root, with its query; None for a link to elsewhere."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    if parts.scheme and parts.scheme.lower() not in ("http", "https"):
        return None
    path = parts.path
    if parts.netloc:
        host = host_of(link)
        if host.endswith(".wp.com") and path[1:].partition("/")[0].removeprefix("www.") in head.hosts:
            return _below(f"/{path[1:].partition('/')[2]}", head.base)  # A picture by way of Photon.
        if host not in head.hosts:
            return None
    elif not path.startswith("/") and not (parts.query and not path):
        return None
    below = _below(path or "/", head.base) if parts.netloc or path else "/"
    return below if below is None or not parts.query else f"{below}?{parts.query}"


def _below(path: str, base: str) -> str | None:
    if base and path != base and not path.startswith(f"{base}/"):
        return None
    return path.removeprefix(base) or "/"


def kept_path(item: Item, head: Head) -> str:
    """Return the address that an item had, from the site's root; "" if it had only a number (`/?p=12`)."""
    path = own_path(item.link, head)
    return "" if path is None or "?" in path or path == "/" else unquoted(path)


class Patterns:
    """Counts the patterns of the addresses of posts."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, path: str, item: Item) -> None:
        """Count the pattern of a post with an address."""
        pattern = _pattern(path, item)
        if pattern and (pattern in self._counts or len(self._counts) < _MOST):
            self._counts[pattern] += 1

    def best(self) -> str:
        """Return the pattern of most posts, as site.yaml has it; "" if there is none."""
        return self._most([one for one in self._counts if _NUMBER not in one])

    def front(self) -> str:
        """Return the folders that all posts have in common, `archives/`; WordPress puts terms below them."""
        start = self._most(list(self._counts)).partition("{")[0]
        return start[1 : start.rfind("/") + 1]

    def _most(self, patterns: list[str]) -> str:
        return min(patterns, key=lambda one: (-self._counts[one], one), default="")


def _pattern(path: str, item: Item) -> str:
    """Return the pattern that an address shows, "" if it ends in neither the post's slug nor its number."""
    *folders, last = path.strip("/").split("/")
    stem, suffix = (last[: -len(end)], end) if (end := _suffix(last)) else (last, "/" * path.endswith("/"))
    field_of_name = "{slug}" if stem == item.slug else _NUMBER if stem == str(item.id) else ""
    if not field_of_name or any("{" in part or "}" in part for part in folders):
        return ""
    fields = dict(zip(("{year}", "{month}", "{day}"), item.date[:10].split("-"), strict=False))
    slugs = {term.slug for term in item.terms if term.kind == "category"}
    parts = []
    for part in folders:
        field = next((name for name, value in fields.items() if value == part), "")
        fields.pop(field, None)
        if not field and part in slugs:
            field, slugs = "{category}", set()
        parts.append(field or part)
    return f"/{'/'.join([*parts, field_of_name])}{suffix}"


def _suffix(name: str) -> str:
    return next((end for end in (".html", ".htm", ".shtml") if name.endswith(end)), "")
