"""Recognise misspelt keys of front matter."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.content.frontmatter.keys import KEYS
from generator.taxonomy.similar_names import is_slip

#: Keys with the same purpose. If a file has a key of a group, no key of the group is missing.
_TOGETHER = (
    {"title"}, {"date"}, {"categories", "category"}, {"tags", "tag"}, {"aliases", "redirect_from"},
    {"author", "authors"}, {"summary", "excerpt", "description"}, {"draft", "published", "status"},
)  # fmt: skip
#: Names of keys in other programs or languages.
_OTHER_NAMES = {
    "alias": "aliases", "标题": "title", "日期": "date", "分类": "categories", "栏目": "categories",
    "标签": "tags", "作者": "author", "来源": "source", "摘要": "summary", "草稿": "draft",
}  # fmt: skip
_PARTS = re.compile(r"[\W_]+")
#: Shorter names are similar to too many others.
_SHORTEST = 4


def _plain(key: str) -> str:
    return _PARTS.sub("", key).casefold()


_BY_PLAIN = {_plain(key): key for key in sorted(KEYS)}


def meant_key(key: str, given: Collection[str]) -> str:
    """Return the known key that an unknown key probably means; "" for an author's own key.

    `given` are all keys of the file. A key that the file has under its right name is not returned.
    """
    plain = _plain(key)
    if key in KEYS or not plain:
        return ""
    found = _OTHER_NAMES.get(plain) or _BY_PLAIN.get(plain) or _slip(plain)
    group = next((group for group in _TOGETHER if found in group), {found})
    return "" if group & set(given) else found


def _slip(plain: str) -> str:
    """Return the key from which a name differs by one slip. The plural of a key is a different name."""
    if len(plain) < _SHORTEST:
        return ""
    near = (key for one, key in _BY_PLAIN.items() if is_slip(plain, one) and plain != f"{one}s")
    return next(near, "")
