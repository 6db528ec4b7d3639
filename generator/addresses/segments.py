"""Make path segments safe on every host and file system.

An *output path* is relative to the output folder, with forward slashes and in
plain Unicode (`category/江.html`). See `generator.addresses.links` for hrefs.
"""

from __future__ import annotations

import re
import unicodedata

from generator.core.digests import digest_text

#: Longest segment in UTF-8 bytes. File systems allow 255; temporary names and `.html` need room.
SEGMENT_BYTES = 180

#: Device names of Windows, which no file there may have, whatever its suffix
#: (learn.microsoft.com/windows/win32/fileio/naming-a-file).
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.~-]+")
_DOCUMENT = re.compile(r"\.(?:x?html?|xml|txt)(?=/|$)", re.IGNORECASE)


def slugify(text: str) -> str:
    """Return a text as one safe segment of a path, or "" when nothing of it can stay.

    Letters and digits of all scripts stay, as Jekyll keeps them; other runs
    become one hyphen. Device names get a hyphen, long texts end in a digest.
    """
    plain = unicodedata.normalize("NFC", text)
    return safe_segment(_UNSAFE.sub("-", plain).strip("-. "))


def safe_segment(segment: str) -> str:
    """Limit a segment's length, and change a name that Windows reserves; "" stays ""."""
    if _DEVICES.match(segment):
        segment = f"{segment}-" if "." not in segment else segment.replace(".", "-.", 1)
    raw = segment.encode("utf-8")
    if len(raw) <= SEGMENT_BYTES:
        return segment
    head = raw[: SEGMENT_BYTES - 9].decode("utf-8", "ignore").rstrip("-.")
    return f"{head}-{digest_text(segment)}"


def with_safe_folders(path: str) -> str:
    """Return an output path in which no folder has the name of a page or document.

    A folder `a.html` and a page `a.html` can't be in the same folder.
    """
    folder, slash, name = path.rpartition("/")
    if not _DOCUMENT.search(folder):
        return path
    parts = (_DOCUMENT.sub(lambda suffix: f"-{suffix[0][1:]}", part) for part in folder.split("/"))
    return "/".join(parts) + slash + name


def fold(path: str) -> str:
    """Return the key under which two output paths are the same file on some file system.

    A redirect from an address with a query (`a.php?id=B`) is no file: capitals in its query differ.
    """
    if path.islower() and path.isascii():
        return path
    plain, mark, query = path.partition("?")
    return f"{unicodedata.normalize('NFC', plain).casefold()}{mark}{query}"
