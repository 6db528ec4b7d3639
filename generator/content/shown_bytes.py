"""Know where a source has its body as pages show it, so that no page converts it again.

Most wire copy is one line of plain HTML. Reading it for the index finds that it is safe, and that any page
shows it to the byte. Then its place in the file is enough to make its page.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.body.html.pipeline import is_shown_as_is
from generator.body.markdown.convert import Raw
from generator.core.digests import content_digest
from generator.core.errors import SourceChangedError


def shown_bytes(text: str, raw: Raw, body: str, data: bytes) -> tuple[int, int] | None:
    """Return where a file has the bytes of a text that is shown as it is; None if it is not.

    `raw` is the text converted; `body` begins with the text, and ends the file. A file that is not in UTF-8,
    or was mended when it was decoded, has no such bytes.
    """
    text = text.rstrip("\n")
    if not raw.plain or raw.html != f"{text}\n" or not is_shown_as_is(text):
        return None
    encoded = text.encode()
    start = len(data) - len(body.encode())
    end = start + len(encoded)
    return (start, end) if start >= 0 and data[start:end] == encoded else None


def shown_text(data: bytes, digest: bytes, shown: Sequence[int]) -> str:
    """Return the body that a file has at a place.

    Raises SourceChangedError unless the file has the digest that it had when it was read: nothing else has
    looked at these bytes.
    """
    if content_digest(data) != digest:
        raise SourceChangedError("it was written to")
    start, end = shown
    return f"{data[start:end].decode()}\n"
