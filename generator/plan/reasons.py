"""Describe which shared inputs have changed since the last build."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from generator.core.wording import listed

#: By the prefix of an input's name: words for one input and for several. The most informative come first.
_SORTS = {
    "template": ("the template", "the templates"),
    "words": ("the texts", "the texts"),
    "asset": ("the asset", "the assets"),
    "setting": ("the setting", "the settings"),
    "pages": ("the static pages in the navigation", ""),
    "library": ("the library", "the libraries"),
    "program": ("the program", ""),
}
#: Prefixes of the inputs that a template brings in when it names them.
_NAMED = ("template", "asset")
#: Names in a cause. The others are only counted, so that the ledger keeps few different causes.
_SHOWN = 3
#: The cause when the ledger has no inputs, because an older program wrote it.
UPGRADED = "the program changed"


def cause(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Return a clause that names the changed inputs: `the template a.html and the setting title changed`."""
    if not before:
        return UPGRADED
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    # A template that changed may name different templates and assets. Their coming and going is no cause.
    stayed = {name for name in changed if name in before and name in now}
    if any(sort_of(name)[0] == "template" for name in stayed):
        changed = {name for name in changed if name in stayed or sort_of(name)[0] not in _NAMED}
    # A ledger that is damaged, or of a different version of the program, may have names of no known sort.
    changed = {name for name in changed if sort_of(name)[0] in _SORTS}
    if not changed:
        return UPGRADED
    parts = sorted((sort_of(name) for name in changed), key=lambda part: (list(_SORTS).index(part[0]), part))
    groups = [(sort, [name for _, name in names]) for sort, names in groupby(parts, lambda part: part[0])]
    phrases = [_phrase(sort, names) for sort, names in groups]
    several = len(phrases) > 1 and any(len(names) > 1 for _, names in groups)
    return f"{', and '.join(phrases) if several else listed(phrases)} changed"


def sort_of(name: str) -> tuple[str, str]:
    """Return the prefix of an input's name (`template`, `setting`) and the rest."""
    sort, _, own = name.partition(":")
    return sort, own


def _phrase(sort: str, names: list[str]) -> str:
    one, several = _SORTS[sort]
    if not several or names == [""]:
        return one
    rest = len(names) - _SHOWN
    shown = names[:_SHOWN] + ([f"{rest} more"] if rest > 0 else [])
    return f"{several if len(names) > 1 else one} {listed(shown)}"
