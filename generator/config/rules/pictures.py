"""Judge the options of pictures of other hosts."""

from __future__ import annotations

import re

from generator.config.rules.addresses import check_web_url
from generator.config.yaml.errors import OptionError
from generator.core.paths import is_within
from generator.core.wording import quoted_value

_DIGEST = re.compile(r"[0-9a-f]{64}")
#: Folders of an archive in which other things are.
_TAKEN = ("content", "themes", "output", ".backfile", ".git")


def check_store(text: str) -> str:
    """Return the folder of kept pictures."""
    plain = text.removeprefix("./").rstrip("/")
    if not plain or plain == "." or ".." in plain.split("/") or is_within(plain, *_TAKEN):
        message = f"must be a folder of its own, not {quoted_value(text)}"
        raise OptionError("folder", message, "write for example pictures, or /srv/pictures")
    return plain


def check_referer(text: str) -> str:
    """Return the address that is sent as Referer."""
    return check_web_url(text)


def check_digest(text: str) -> str:
    """Return the SHA-256 of a picture."""
    if not _DIGEST.fullmatch(text.lower()):
        message = f"must be a SHA-256 of 64 hexadecimal digits, not {quoted_value(text)}"
        raise OptionError("digest", message, "take it from sha256sum FILE")
    return text.lower()
