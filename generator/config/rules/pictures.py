"""Judge the options of pictures of other hosts."""

from __future__ import annotations

import re

from generator.config.rules.addresses import check_web_url
from generator.config.yaml.errors import OptionError
from generator.core.paths import is_within
from generator.core.wording import quoted_value

_DIGEST = re.compile(r"[0-9a-f]{64}")
#: A bucket as `publish.target` has it. One letter before the colon is a drive of Windows.
_BUCKET = re.compile(r"[a-z][a-z0-9]+:")
#: Folders of an archive in which other things are.
_TAKEN = ("content", "themes", "output", ".backfile", ".git")


def is_bucket(text: str) -> bool:
    """Tell whether a place is in an object store; which ones there are is known where they are opened."""
    return _BUCKET.match(text) is not None


def check_store(text: str) -> str:
    """Return the folder or bucket of kept pictures."""
    if is_bucket(text):
        return text
    plain = text.removeprefix("./").rstrip("/")
    if not plain or plain == "." or ".." in plain.split("/") or is_within(plain, *_TAKEN):
        message = f"must be a folder of its own, not {quoted_value(text)}"
        raise OptionError(
            "folder", message, "write for example pictures, /srv/pictures or s3://bucket/pictures"
        )
    return plain


def check_target(text: str) -> str:
    """Return the place where pictures are published; a folder of its own, or a bucket."""
    return check_store(text) if text else text


def check_referer(text: str) -> str:
    """Return the address that is sent as Referer."""
    return check_web_url(text)


def check_digest(text: str) -> str:
    """Return the SHA-256 of a picture."""
    if not _DIGEST.fullmatch(text.lower()):
        message = f"must be a SHA-256 of 64 hexadecimal digits, not {quoted_value(text)}"
        raise OptionError("digest", message, "take it from sha256sum FILE")
    return text.lower()
