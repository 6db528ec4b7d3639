"""Name the addresses at which caches keep a file."""

from __future__ import annotations

from collections.abc import Iterator

from generator.addresses.links import href
from generator.publish.plan import Change


def cached_at(change: Change) -> Iterator[str]:
    """Yield the links from the root under which a file is asked for: `a/` and `a/index.html`, or one.

    New files count too: caches keep a 404.
    """
    link = href(change.path)
    yield link
    if change.path.rpartition("/")[2] == "index.html":
        yield f"{link}index.html"
