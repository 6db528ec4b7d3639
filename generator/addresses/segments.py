"""Make path segments safe on every host and file system, and turn written addresses into output paths.

An *output path* is relative to the output folder, with forward slashes and in
plain Unicode (`category/江.html`). See `generator.addresses.links` for hrefs.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from generator.core.digests import digest_text

#: Longest segment in UTF-8 bytes. File systems allow 255; temporary names and `.html` need room.
SEGMENT_BYTES = 180

#: Device names of Windows, which no file there may have, whatever its suffix
#: (learn.microsoft.com/windows/win32/fileio/naming-a-file).
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.~-]+")
_PAGE_SUFFIX = re.compile(r"\.x?html?$", re.IGNORECASE)
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


def output_path(address: str) -> str:
    """Return the output path of a page whose address an author wrote (a permalink, an alias).

    `/a/b/` is `a/b/index.html`, `/a/b` is `a/b.html`, `/a/b.html` itself.
    Raises ValueError, with a reason to show, for an address that names a host,
    leaves the site or has a segment that no file may have.
    """
    if "://" in address or address.startswith("//"):
        raise ValueError("an address of this site starts with one slash and names no host")
    plain = unicodedata.normalize("NFC", unquote(address.split("#")[0].split("?")[0].strip()))
    if re.search(r"[\x00-\x1f\x7f\\]", plain):
        raise ValueError("an address has no control characters or backslashes")
    segments = [part for part in plain.split("/") if part not in ("", ".")]
    if ".." in segments:
        raise ValueError("an address may not climb out of the site with ..")
    if any(part.startswith(".") for part in segments):
        raise ValueError("no part of an address may start with a dot")
    if plain.endswith("/") or not segments:
        segments.append("index.html")
    elif not _PAGE_SUFFIX.search(segments[-1]):
        segments[-1] += ".html"
    if any(_DOCUMENT.search(part) for part in segments[:-1]):
        raise ValueError("a folder in an address may not end in .html, .xml or .txt")
    return "/".join(_address_segment(part) for part in segments)


def _address_segment(part: str) -> str:
    """Return a segment that an author wrote, made safe but otherwise unchanged (spaces, brackets stay)."""
    clean = re.sub(r'[<>:"|?*]', "-", part).rstrip(". ") or "-"
    return safe_segment(clean)


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
    """Return the key under which two output paths are the same file on some file system."""
    return path if path.islower() and path.isascii() else unicodedata.normalize("NFC", path).casefold()
