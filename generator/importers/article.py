"""What all importers make of what they read: an article, ready to be written as a post or page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

#: A value of front matter. Backfile's own keys have texts and tuples of texts; others what their author gave.
Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
Fields = dict[str, Value]

#: Stands for the slug in an address.
SLOT = "\0"
#: Bytes of a key. With eight, two of a million records share one with a probability of 3 in 100 million.
_KEY_BYTES = 8
#: Half of a pair that stands for one character in UTF-16; alone it is none, and UTF-8 can't hold it.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Article(NamedTuple):
    """A post or page to be.

    `key` tells it from all other articles for good, whatever becomes of its
    text. Its file is `folder`/`prefix``slug``suffix`, with a folder in the
    archive (`content/posts/2021/12`), if nobody has that name; else the slug
    is changed. `address` is the one that it will have as far as that tells it
    from others, with SLOT where the slug goes; without a slot it is given.
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
        """Return the path of its file, from the archive, under a slug."""
        return f"{self.folder}/{self.prefix}{slug}{self.suffix}"


class RefusalError(Exception):
    """Something can't be imported: why, the cure, a stable code, and line and column (0: the whole)."""

    def __init__(self, code: str, reason: str, cure: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.code, self.reason, self.cure, self.line, self.column = code, reason, cure, line, column


def key_of(*identity: str) -> bytes:
    """Return the key that stands for some texts."""
    text = "\0".join(identity)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]


def tidy_body(text: str) -> str:
    """Return a body as files hold it: LF line ends, nothing but characters, one line end at its end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\ufffd", text.replace("\0", ""))
    return f"{_without_blank_head(text).rstrip()}\n"


def _without_blank_head(text: str) -> str:
    """Cut blank lines off the start, but not the indent of the first line of text, which may be code."""
    head = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, head) + 1 :]
