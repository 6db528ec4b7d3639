"""Mark parts of a body for the style sheet and for voices: code and tables scroll, boxes have names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_FOOTNOTE_BACK = "post-footnote-backref"
#: The number of a footnote in the English name that engines give to the way back.
_NUMBER = re.compile(r"[^0-9]*([0-9][0-9-]*)")


class Labels(NamedTuple):
    """What parts of a body are called in the language of the site, by voices or on the page.

    A table, code, the box of a task, ticked and not, the way back from the
    footnote with a `{number}`, the link from a picture to its original, and a lost picture with
    its `{host}` and `{date}`. A theme may lack the last two.
    """

    table: str
    code: str
    done: str
    todo: str
    footnote_back: str
    picture_original: str = ""
    picture_lost: str = "{host}, {date}"


def scrolling(label: str) -> dict[str, str]:
    """Return the attributes of an element that scrolls by itself.

    It must be able to have the focus (WCAG 2.2, 2.1.1), and what can have it needs a name. It is a group, not
    a region: twenty tables should not be twenty landmarks.
    """
    return {"tabindex": "0", "role": "group", "aria-label": label}


def labelled(name: str, attributes: Mapping[str, str], labels: Labels) -> Mapping[str, str]:
    """Return the attributes of an element of a body with its label. Done twice, it is the same."""
    match name:
        case "pre":
            marks = scrolling(labels.code)
            return {key: value for key, value in attributes.items() if key not in marks} | marks
        case "input":
            return {**attributes, "aria-label": labels.done if "checked" in attributes else labels.todo}
        case "a" if attributes.get("class") == _FOOTNOTE_BACK:
            return _footnote_back(attributes, labels.footnote_back)
    return attributes


def _footnote_back(attributes: Mapping[str, str], label: str) -> Mapping[str, str]:
    """Return the attributes of the way back from a footnote with a label in the language of the site."""
    written = "aria-label" if "aria-label" in attributes else "title"
    number = _NUMBER.match(attributes.get(written, ""))
    if number is None:
        return attributes
    renamed = [
        ("aria-label", label.format(number=number[1])) if key == written else (key, value)
        for key, value in attributes.items()
    ]
    return dict(renamed)
