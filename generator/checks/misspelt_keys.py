"""Keys of front matter that are probably misspelt."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.content.frontmatter.keys import KEYS
from generator.taxonomy.similar_names import is_slip

#: Keys of which one is enough; where one of them is given, the author has not forgotten it.
_TOGETHER = (
    {"title"}, {"date"}, {"categories", "category"}, {"tags", "tag"}, {"aliases", "redirect_from"},
    {"author", "authors"}, {"summary", "excerpt", "description"}, {"draft", "published"},
)  # fmt: skip
#: Names that other programs, or other languages, have for keys.
_OTHER_NAMES = {
    "alias": "aliases", "标题": "title", "日期": "date", "分类": "categories", "栏目": "categories",
    "标签": "tags", "作者": "author", "来源": "source", "摘要": "summary", "草稿": "draft",
}  # fmt: skip
_PARTS = re.compile(r"[\W_]+")
#: Shorter names are too much like others.
_SHORTEST = 4


def _plain(key: str) -> str:
    return _PARTS.sub("", key).casefold()


_BY_PLAIN = {_plain(key): key for key in sorted(KEYS)}


def meant_key(key: str, given: Collection[str]) -> str:
    """Return the key that an unknown one probably stands for; "" for one of the author's own.

    `given` are all keys of the file: what is given under its right name is not missing.
    """
    plain = _plain(key)
    if key in KEYS or not plain:
        return ""
    found = _OTHER_NAMES.get(plain) or _BY_PLAIN.get(plain) or _slip(plain)
    group = next((group for group in _TOGETHER if found in group), {found})
    return "" if group & set(given) else found


def _slip(plain: str) -> str:
    """Return the key that a name is one slip away from; a plural of a key is another name."""
    if len(plain) < _SHORTEST:
        return ""
    near = (key for one, key in _BY_PLAIN.items() if is_slip(plain, one) and plain != f"{one}s")
    return next(near, "")
