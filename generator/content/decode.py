"""Decode the bytes of a file: UTF-8, and the other encodings that editors and scrapers write."""

from __future__ import annotations

import codecs
import re

#: Name of UTF-8 with a few bad bytes. Scrapers that cut texts at a byte count leave such.
DAMAGED = "utf-8 with damaged bytes"
#: Bytes that are examined for the pattern of UTF-16.
_SAMPLE = 1024
#: The largest share of damaged among non-ASCII characters in a text that counts as UTF-8.
_MAX_DAMAGE = 0.1

#: Characters that no text has; a file with them is binary, or in a different encoding.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_TEXT_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UncertainEncodingError(ValueError):
    """A text is in an encoding that can't be recognised for sure."""


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text of a file with LF line ends and without a byte order mark, and its encoding's name.

    Knows UTF-8, UTF-16 (by its mark or its pattern of NUL bytes) and UTF-8 with a few damaged bytes. Other
    texts are in the named `encoding`; without a name, in the one that `recognise` is sure of. Stray NUL
    characters in UTF-8 are dropped. Raises ValueError, with a reason to show, for anything else, and of it
    UncertainEncodingError for a text.
    """
    try:
        text, name = data.decode(), "utf-8"
    except UnicodeDecodeError:
        text, name = _decode_other(data, encoding)
    if "\0" in text:
        text, name = _decode_with_nul(data, text)
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, name


def _decode_other(data: bytes, encoding: str) -> tuple[str, str]:
    """Decode bytes that are not UTF-8."""
    utf16 = _utf16_order(data)
    if utf16:
        return _decode_strictly(data, utf16), utf16
    damaged = data.decode("utf-8", "replace")
    if _is_slightly_damaged(damaged):
        return damaged, DAMAGED
    if _NOT_TEXT_BYTES.search(data):
        raise ValueError("the file is binary, not text")
    # Late: most archives are in UTF-8.
    from generator.content.encodings.names import decoded
    from generator.content.encodings.recognise import recognise

    if encoding:
        text = decoded(data, encoding)
        if text is None:
            raise UncertainEncodingError(
                f"it is not in {encoding}, as site.yaml says of files that are not UTF-8"
            )
        return text, encoding
    try:
        return recognise(data)
    except ValueError as error:
        raise UncertainEncodingError(str(error)) from error


def _decode_with_nul(data: bytes, text: str) -> tuple[str, str]:
    """Decode valid UTF-8 with NUL characters: UTF-16, a binary file, or a text with a few stray ones."""
    utf16 = _utf16_order(data)
    if utf16:
        return _decode_strictly(data, utf16), utf16
    if text.count("\0") * 100 > len(text):
        raise ValueError("the file is binary, not text")
    return text.replace("\0", ""), "utf-8"


def _utf16_order(data: bytes) -> str:
    """Return the codec of UTF-16 data, or "". ASCII characters (keys, line ends) have NUL bytes."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= len(sample) // 16 or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError("the file is binary, or its text is in an unknown encoding") from error
    if _NOT_TEXT.search(text):
        raise ValueError("the file is binary, not text")
    return text


def _is_slightly_damaged(text: str) -> bool:
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") <= foreign * _MAX_DAMAGE and not _NOT_TEXT.search(text)
