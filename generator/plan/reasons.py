"""Which of the inputs that outputs share have changed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from generator.core.wording import listed

#: What an input's name begins with, and what to call one and several of them; the most telling ones first.
_SORTS = {
    "template": ("the template", "the templates"),
    "words": ("the texts", "the texts"),
    "asset": ("the asset", "the assets"),
    "setting": ("the setting", "the settings"),
    "pages": ("the titles or addresses of static pages", ""),
    "library": ("the library", "the libraries"),
    "program": ("the program", ""),
}
#: Inputs that templates name.
_NAMED = ("template", "asset")
#: Names that are told; the others are counted, so that there are not many different causes.
_TOLD = 3
#: When a ledger has no inputs: it is an older program's.
UPGRADED = "the program changed"


def cause(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return what changed between two sets of inputs: `the template a.html and the setting title changed`."""
    if not before:
        return UPGRADED
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    # What templates name comes and goes with a change of one that stays.
    stayed = {name for name in changed if name in before and name in now}
    if any(sort_of(name)[0] == "template" for name in stayed):
        changed = {name for name in changed if name in stayed or sort_of(name)[0] not in _NAMED}
    parts = sorted((sort_of(name) for name in changed), key=lambda part: (list(_SORTS).index(part[0]), part))
    groups = [(sort, [name for _, name in names]) for sort, names in groupby(parts, lambda part: part[0])]
    told = [_phrase(sort, names) for sort, names in groups]
    several = len(told) > 1 and any(len(names) > 1 for _, names in groups)
    return f"{', and '.join(told) if several else listed(told)} changed"


def sort_of(name: str) -> tuple[str, str]:
    """Return what kind of thing an input is, and its own name."""
    sort, _, own = name.partition(":")
    return sort, own


def _phrase(sort: str, names: list[str]) -> str:
    one, several = _SORTS[sort]
    if not several or names == [""]:
        return one
    rest = len(names) - _TOLD
    shown = names[:_TOLD] + ([f"{rest} more"] if rest > 0 else [])
    return f"{several if len(names) > 1 else one} {listed(shown)}"
