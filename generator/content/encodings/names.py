"""Find the codecs of an encoding's name. A name is used for more than its standard has (WHATWG)."""

from __future__ import annotations

import codecs

#: Python's codecs for encodings that are met under one name; the first that can decode a text is right.
_CODECS = {
    "ascii": ("utf-8",),
    "big5": ("cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
    "euc_kr": ("cp949",),
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "iso8859-1": ("cp1252",),
    "shift_jis": ("cp932",),
}


def codecs_of(name: str) -> tuple[str, ...]:
    """Return Python's codecs for the encoding with a name. Raises LookupError if there is none for texts."""
    "".encode(name)  # raises it for codecs of bytes
    codec = codecs.lookup(name).name
    return _CODECS.get(codec, (codec,))


def decoded(data: bytes, name: str) -> str | None:
    """Return the text of bytes in an encoding, None if they are not in it. Raises LookupError."""
    for codec in codecs_of(name):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None
