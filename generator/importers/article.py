"""Define the article that each importer makes: the data of a post or page to write."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

#: A value of front matter. Backfile's own keys have texts and tuples of texts; other keys may have any value.
Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
Fields = dict[str, Value]

#: A placeholder for the slug in an address.
SLUG_PLACEHOLDER = "\0"
#: Bytes of a key. With eight, two of a million records share one with a probability of 3 in 100 million.
_KEY_BYTES = 8
#: Half of a surrogate pair of UTF-16; alone it is no character, and UTF-8 can't encode it.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Article(NamedTuple):
    """A post or page to write.

    - `key` identifies the article for good, even if its text changes.
    - Its file is `folder`/`prefix``slug``suffix`; `folder` is relative to the
      archive (`content/posts/2021/12`). If another file has this name, the slug
      is changed.
    - `address` is its output path, with SLUG_PLACEHOLDER in the place of the
      slug; an address without placeholder is fixed.
    """

    key: bytes
    folder: str
    prefix: str
    slug: str
    suffix: str
    address: str
    fields: Mapping[str, Value]
    body: str

    def path(self, slug: str) -> str:
        """Return the path of its file with a slug, relative to the archive."""
        return f"{self.folder}/{self.prefix}{slug}{self.suffix}"


class RefusalError(Exception):
    """An article can't be imported: a stable code, the reason, the cure, line and column (0: no one line)."""

    def __init__(self, code: str, reason: str, cure: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.code, self.reason, self.cure, self.line, self.column = code, reason, cure, line, column


def key_of(*identity: str) -> bytes:
    """Return a key made from some texts."""
    text = "\0".join(identity)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]


def tidy_body(text: str) -> str:
    """Return a body with LF line ends, without NUL and lone surrogates, and with one line end at its end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", text.replace("\0", ""))
    return f"{_without_blank_head(text).rstrip()}\n"


def _without_blank_head(text: str) -> str:
    """Remove blank lines at the start, but not the indent of the first text line, which may be code."""
    head = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, head) + 1 :]
