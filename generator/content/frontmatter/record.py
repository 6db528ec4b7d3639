"""Look up values of front matter as clean text, under any of the names and in any of the forms of a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.content.dates import FORMS, is_given, parse_date, problem_of
from generator.content.decode import decode
from generator.content.frontmatter.fields import Field, Fields, read_fields
from generator.content.frontmatter.split import split
from generator.content.problems import Diagnostics
from generator.core.model import WHOLE_FILE, Position
from generator.core.wording import quoted

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
#: Separators of several texts in one string.
COMMAS = re.compile("[,，、]")
SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return a text on one line: white space folded, control and invisible characters gone.

    Joiners and direction marks stay, because some scripts need them. Overrides of direction are removed,
    because with them a name can look like a different name.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _shown(char) for char in text)
    return " ".join(text.split())


def _shown(char: str) -> str:
    if char in "\u200c\u200d\u200e\u200f":
        return char
    # Format characters have no width; all others (controls, spaces, line ends) separate words.
    return "" if unicodedata.category(char) in ("Cf", "Cs", "Cn") else " "


def read_record(data: bytes, path: str, encoding: str = "") -> Record:
    """Return the front matter of a file's bytes; an empty record if it can't be read.

    `encoding` is that of the site's posts which are not Unicode, or "".
    """
    try:
        parts = split(decode(data, encoding)[0])
    except ValueError:
        return Record({}, Diagnostics(path))
    fields = read_fields(parts.front, parts.first_line, path, parts.form)[0] if parts.front else {}
    return Record(fields, Diagnostics(path))


class Record:
    """The fields of one file, and the problems that are found when they are looked up."""

    def __init__(self, fields: Fields, diagnostics: Diagnostics) -> None:
        self._fields = fields
        self.diagnostics = diagnostics

    def text(self, *names: str) -> str:
        """Return the first text that is given under one of the names, or ""."""
        for name in names:
            field = self._fields.get(name)
            if field and (text := clean(self._joined(name, field))):
                return text
        return ""

    def texts(self, *names: str, separator: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """Return all texts under the names, each once; a string is one text, or split at a separator."""
        found: dict[str, None] = {}
        for name in names:
            field = self._fields.get(name)
            if field:
                found.update(dict.fromkeys(map(clean, _parts(field.value, separator))))
        found.pop("", None)
        return tuple(found)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return (key, text) of each text in the mapping under a name; () if there is no mapping."""
        field = self._fields.get(name)
        return tuple((clean(key), clean(value)) for key, value in field.pairs) if field else ()

    def flag(self, name: str, *, default: bool) -> bool:
        """Return the truth value under a name; for any other word, the opposite of the default and a warning.

        Flags hold posts back from publication; a misspelt flag must not publish a draft.
        """
        word = self.text(name).lower()
        if not word or word in _TRUE | _FALSE:
            return word in _TRUE if word else default
        message = f"{name} is {quoted(word)}, neither true nor false; the post is held back"
        self.diagnostics.warn("draft.unreadable", self.position(name), message, "write true or false")
        return not default

    def choice(self, name: str, code: str) -> bool | None:
        """Return the truth value under a name, None if there is none; with a warning for any other word."""
        word = self.text(name).lower()
        if not word or word in _TRUE | _FALSE:
            return word in _TRUE if word else None
        message = f"{name} is {quoted(word)}, neither true nor false; it is ignored"
        self.diagnostics.warn(code, self.position(name), message, "write true or false")
        return None

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Return the instant under a name, or None; with a warning if the text there is not a date."""
        text = self.text(name)
        moment = parse_date(text, zone) if text else None
        if not moment and is_given(text):
            code, reason = problem_of(text)
            message = f"{name} is {quoted(text)}, which {reason}"
            self.diagnostics.warn(code, self.position(name), message, f"write it like one of: {FORMS}")
        return moment

    def position(self, *names: str) -> Position:
        """Return the position of the value under the first of the names that the file has."""
        for name in names:
            if name in self._fields:
                return self._fields[name].position
        return WHOLE_FILE

    def _joined(self, name: str, field: Field) -> str:
        if isinstance(field.value, str):
            return field.value
        if len(field.value) > 1:
            message = f"{name} is a list where one text is expected; its items are joined"
            self.diagnostics.warn("front-matter.list", field.position, message, "write one text")
        return ", ".join(field.value)


def _parts(value: str | tuple[str, ...], separator: re.Pattern[str] | None) -> Sequence[str]:
    if isinstance(value, str):
        return separator.split(value) if separator else (value,)
    return value
