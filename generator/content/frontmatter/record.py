"""What a file says under a key, as clean text, whichever of a key's names and shapes its author chose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.content.dates import FORMS, parse_date
from generator.content.frontmatter.fields import Field, Fields
from generator.content.problems import WHOLE_FILE, Notes, Spot, quoted

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
#: What parts several texts in one string.
COMMAS = re.compile("[,，、]")
SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return a text on one line: white space folded, control and invisible characters gone.

    Joiners and direction marks stay, which some scripts need; overrides of direction,
    with which a name can pretend to be another, do not.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _shown(char) for char in text)
    return " ".join(text.split())


def _shown(char: str) -> str:
    if char in "\u200c\u200d\u200e\u200f":
        return char
    # Format characters have no width; all others (controls, spaces, line ends) part words.
    return "" if unicodedata.category(char) in ("Cf", "Cs", "Cn") else " "


class Record:
    """The fields of one file, with the notes that reading them makes."""

    def __init__(self, fields: Fields, notes: Notes) -> None:
        self._fields = fields
        self.notes = notes

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
        """Return the texts of a mapping under a name, by their keys; nothing for anything else."""
        field = self._fields.get(name)
        return tuple((clean(key), clean(value)) for key, value in field.pairs) if field else ()

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes or no; the opposite of the default for a word that is neither, with a warning.

        Flags hold posts back from publication; one that is misspelt must not let a draft out.
        """
        word = self.text(name).lower()
        if not word or word in _TRUE | _FALSE:
            return word in _TRUE if word else default
        message = f"{name} is {quoted(word)}, neither true nor false; the post is held back"
        self.notes.warn("draft.unreadable", self.spot(name), message, "write true or false")
        return not default

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Return the instant under a name, or None with a warning when a text there is no date."""
        text = self.text(name)
        moment = parse_date(text, zone) if text else None
        if text and not moment:
            message = f"{name} is {quoted(text)}, which is no date"
            self.notes.warn("date.unreadable", self.spot(name), message, f"write it like one of: {FORMS}")
        return moment

    def spot(self, *names: str) -> Spot:
        """Return where the first of the names stands that is given."""
        for name in names:
            if name in self._fields:
                return self._fields[name].line, self._fields[name].column
        return WHOLE_FILE

    def _joined(self, name: str, field: Field) -> str:
        if isinstance(field.value, str):
            return field.value
        if len(field.value) > 1:
            message = f"{name} is a list where one text is expected; its items are joined"
            self.notes.warn("front-matter.list", (field.line, field.column), message, "write one text")
        return ", ".join(field.value)


def _parts(value: str | tuple[str, ...], separator: re.Pattern[str] | None) -> Sequence[str]:
    if isinstance(value, str):
        return separator.split(value) if separator else (value,)
    return value
