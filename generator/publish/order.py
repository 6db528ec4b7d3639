"""Define the order in which files are sent: no page is sent before the files that it uses.

1. assets: styles, scripts, pictures;
2. the pages that use them, and the files of the search index;
3. the lists that link to the pages, and the manifest of the search index;
4. feeds and sitemaps, which announce the pages.

Each kind of output names its phase (`Kind.phase`), and who is told of it afterwards (`Kind.announced`).
Files are removed last, when no page links to them any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from generator.kinds.kind import Kind, Phase
from generator.kinds.registry import KINDS

#: Names of the phases; their numbers are those of PHASE.
PHASES: tuple[Phase, ...] = get_args(Phase)


def _phases() -> Iterator[str]:
    for kind in KINDS:
        for key, phase in kind.phases.items():
            yield f"WHEN kind = '{kind.owner}' AND key = '{key}' THEN {PHASES.index(phase)}"
        yield f"WHEN {_is(kind)} THEN {PHASES.index(kind.phase)}"


def _announced() -> Iterator[str]:
    for kind in KINDS:
        if kind.announced:
            yield f"WHEN {_is(kind)} THEN '{kind.announced}'"


def _is(kind: type[Kind]) -> str:
    """Return the condition, in SQL, that an output of the ledger is of a kind."""
    return f"kind = '{kind.owner}'" + (f" AND key = '{kind.key}'" if kind.key else "")


#: The phase of an output of the ledger, in SQL. An output of a kind that is no more is sent with the lists.
PHASE = f"CASE {' '.join(_phases())} ELSE {PHASES.index('lists')} END"
#: Who is told of an output of the ledger, in SQL: 'page', 'feed' or ''.
ANNOUNCED = f"CASE {' '.join(_announced())} ELSE '' END"
