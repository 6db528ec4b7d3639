"""Turn output paths into links.

An *href* is an output path, percent-encoded, with a final `index.html` left
out; templates put the way to the root before it.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

#: Characters that a path segment may hold unencoded: pchar of RFC 3986, section 3.3.
SAFE_IN_PATH = "~!$&'()*+,;=:@"


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote(text, safe=f"/{SAFE_IN_PATH}")


def href(path: str) -> str:
    """Return an output path as a link from the root: percent-encoded (RFC 3986), without `index.html`."""
    if path.endswith("index.html") and (len(path) == 10 or path[-11] == "/"):
        path = path[:-10]
    folder, slash, name = path.rpartition("/")
    return f"{_quoted(folder)}{slash}{quote(name, safe=SAFE_IN_PATH)}"


def to_root(path: str) -> str:
    """Return the relative link from an output path to the site's root: `../../`, or `./` at the top.

    Relative links work under any sub-path and from any static server.
    """
    return "../" * path.count("/") or "./"
