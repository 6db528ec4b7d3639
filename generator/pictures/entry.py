"""Define what the registry says of a picture."""

from __future__ import annotations

import json
import re
from typing import Any, Literal, NamedTuple, get_args

from generator.pictures.addresses import LONGEST
from generator.pictures.names import SUFFIXES

#: `kept`: the store has its bytes. `failed`: it could not be got yet. `lost`: it will not be asked for again.
#: `removed`: somebody wanted it gone; it is never shown or asked for again.
Status = Literal["kept", "failed", "lost", "removed"]
STATUSES: tuple[Status, ...] = get_args(Status)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
#: No picture of the web is wider or higher.
_LARGEST_SIDE = 100_000


class Entry(NamedTuple):
    """One line of the registry: what is known of the picture at an address (`pictures.addresses.normal`).

    - `when`: ISO 8601 in UTC, to the second. Of two lines for an address, the later one counts.
    - `hash`: the SHA-256 of its bytes in hexadecimal, "" where they were never seen.
    - `size`: bytes; `width` and `height`: pixels; 0 where unknown. `type`: its media type.
    - `still`: whether it is one picture of pixels, of which smaller versions can be made.
    - `tries`: on how many days it was asked for in vain; `why`: the last reason.
    - `origin`: where the bytes came from, if not from the address: a copy's address, or a file's name.
    - `credit`, `licence`: for people to fill in.
    - `shown_as`: the address as the newest post wrote it, where that is another one; `alt`: what it wrote as
      alternative text.
    - `said`: the media type that its host said, where its bytes are of another one.
    """

    address: str
    status: Status
    when: str
    hash: str = ""
    size: int = 0
    type: str = ""
    width: int = 0
    height: int = 0
    still: bool = False
    tries: int = 0
    why: str = ""
    origin: str = ""
    credit: str = ""
    licence: str = ""
    shown_as: str = ""
    alt: str = ""
    said: str = ""

    @property
    def day(self) -> str:
        """The day of `when`, in UTC."""
        return self.when[:10]


def as_line(entry: Entry) -> str:
    """Return an entry as a line of JSON without the newline; what is empty is left out."""
    known = {name: value for name, value in entry._asdict().items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


_DEFAULTS: dict[str, Any] = Entry("", "failed", "")._asdict()
_TYPES = [type(value) for value in _DEFAULTS.values()]


def from_line(line: str) -> Entry:
    """Return the entry of a line. Raises ValueError, with what is wrong with the line.

    Members that it does not know are of a later version, and left out.
    """
    try:
        found = json.loads(line)
    except ValueError:
        raise ValueError("it is not JSON") from None
    if not isinstance(found, dict):
        raise ValueError("it is not a JSON object")
    values = {**_DEFAULTS, **found}
    if len(values) > len(_DEFAULTS):
        values = {name: values[name] for name in _DEFAULTS}
    # Nearly all lines are right, so types are compared at once.
    if [*map(type, values.values())] != _TYPES:
        (wrong, *_) = (name for name, value in values.items() if type(value) is not type(_DEFAULTS[name]))
        raise ValueError(f'"{wrong}" has a value of the wrong type')
    return _checked(Entry._make(values.values()))


def _checked(entry: Entry) -> Entry:
    if not 0 < len(entry.address) <= LONGEST or "://" not in entry.address:
        raise ValueError('"address" is not an address')
    if entry.status not in STATUSES:
        raise ValueError(f'"status" is none of {", ".join(STATUSES)}')
    if not _MOMENT.fullmatch(entry.when):
        raise ValueError('"when" is not a time like 2025-03-12T08:30:00Z')
    if not (0 <= entry.width <= _LARGEST_SIDE and 0 <= entry.height <= _LARGEST_SIDE):
        raise ValueError('"width" or "height" is not a number of pixels')
    if entry.hash and not _DIGEST.fullmatch(entry.hash):
        raise ValueError('"hash" is not a SHA-256 in hexadecimal')
    if entry.status == "kept" and not (entry.hash and entry.type in SUFFIXES):
        raise ValueError('a kept picture needs a "hash", and a "type" that browsers show')
    return entry
