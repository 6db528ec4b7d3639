"""Write front matter as an editor would: with quotes only where they are needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.config.yaml.tree import Scalar, Value
from generator.config.yaml.tree import Sequence as TreeSequence
from generator.content.frontmatter.yaml_tree import UnreadableError, read_tree

#: Texts that other programs do not read as texts.
_ODD = re.compile(r"(?i:true|false|yes|no|on|off|y|n|null|~)|[-+.]?\d[\d_:.,eExXabcdfABCDF+-]*")
#: Characters that would end an item of a list in brackets.
_IN_LISTS = re.compile(r"[,\[\]{}]")


def front_matter(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Return fields as front matter between its two lines of hyphens.

    Texts are as `record.clean` leaves them. A date (`date`) is written as it is.
    """
    lines = [f"{key}: {_value(key, value)}\n" for key, value in fields.items()]
    return f"---\n{''.join(lines)}---\n"


def _value(key: str, value: str | Sequence[str]) -> str:
    if key in ("date", "draft") and isinstance(value, str):
        return value
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(scalar(item, in_list=True) for item in value)}]"


def scalar(text: str, *, in_list: bool = False) -> str:
    """Return a text as a value of YAML: plain, else in quotes without escapes, else escaped."""
    if not _ODD.fullmatch(text) and not (in_list and _IN_LISTS.search(text)) and _is_plain(text):
        return text
    if '"' not in text and "\\" not in text and text.isprintable():
        return f'"{text}"'
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    """Return a character for use in double quotes (YAML 1.2, section 5.7).

    JSON escapes a character beyond U+FFFF as two surrogates, which YAML does not accept.
    """
    if character in '"\\':
        return f"\\{character}"
    is_shown = character.isprintable() or character == "\u200d"  # the joiner of emoji
    return character if is_shown else f"\\U{ord(character):08x}"


def _is_plain(text: str) -> bool:
    """Tell whether a text without quotes reads back as itself, alone and as an item of a list."""
    try:
        tree = (
            read_tree(f"k: {text}\nl: [{text}]\n")
            if not _IN_LISTS.search(text)
            else read_tree(f"k: {text}\n")
        )
    except UnreadableError:
        return False
    values = [value for _, value in tree.pairs]
    return not tree.lossy and all(_text(value) == text for value in values)


def _text(value: Value) -> str | None:
    if isinstance(value, TreeSequence) and len(value.items) == 1:
        return _text(value.items[0])
    return value.text if isinstance(value, Scalar) else None
