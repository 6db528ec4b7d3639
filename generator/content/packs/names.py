"""Name packs, the lists beside them, and the posts in them."""

from __future__ import annotations

import re

#: The folder of packs, and that of the posts, which the paths in a pack start from.
PACKS = "content/packs/"
POSTS = "content/posts/"
SUFFIX = ".jsonl.zst"
#: Suffix of the list of the posts of a pack that are no longer published.
LIST_SUFFIX = ".yaml"

_SHOWN = re.compile(r"(content/packs/[^:/]+):([^:]+)(?::\d+)*")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def is_month(text: str) -> bool:
    """Tell whether a text is a month as packs are named by it: `2021-12`."""
    return _MONTH.fullmatch(text) is not None


def pack_path(month: str) -> str:
    """Return the path of the pack of a month."""
    return f"{PACKS}{month}{SUFFIX}"


def list_path(month: str) -> str:
    """Return the path of the list beside the pack of a month."""
    return f"{PACKS}{month}{LIST_SUFFIX}"


def month_of(path: str) -> str:
    """Return the month of the pack, or of the list beside it, at a path; "" for any other path."""
    name = path.removeprefix(PACKS)
    for suffix in (SUFFIX, LIST_SUFFIX):
        month = name.removesuffix(suffix)
        if path == f"{PACKS}{month}{suffix}" and is_month(month):
            return month
    return ""


def post_in_pack(shown: str) -> str:
    """Return the path of the post that a message names as `shown_path` does, perhaps with line and column.

    Return "" for any other text.
    """
    found = _SHOWN.fullmatch(shown)
    return POSTS + found[2] if found and month_of(found[1]) else ""


def shown_path(month: str, path: str) -> str:
    """Return how messages name a packed post: `content/packs/2021-12.jsonl.zst:2021-12-28-a.md`."""
    return f"{pack_path(month)}:{path.removeprefix(POSTS)}"
