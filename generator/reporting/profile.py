"""What a build cost, stage by stage and template by template; filled in by workers, added up at the end.

Seconds are of the processor, which other programs and a slow disk leave alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

#: Results of a part that are told apart, at most; a part with more is nothing to remember.
_MOST = 5_000
#: What a finding takes: this many calls, this many for each result, this share of the templates' time,
#: and calls that take so many times what remembering does, and what it does already.
_CALLS = 100
_CALLS_PER_RESULT = 10
_SHARE = 0.01
_TIMES_ONCE = 3

Kind = Literal["template", "block", "macro", "call", "compiling"]


class Part(NamedTuple):
    """A part of a template. `name` is that of a block or macro; of a `call` block, its line."""

    template: str
    kind: Kind
    name: str = ""


class Result(NamedTuple):
    """What a part came to: a digest of it, and the page's `root` and `page.kind`."""

    digest: bytes
    root: str
    page: str


@dataclass(slots=True)
class Tally:
    """What a part cost. `own` is `seconds` without what other parts took that it called."""

    calls: int = 0
    seconds: float = 0.0
    own: float = 0.0
    size: int = 0
    remembered: int = 0
    """How often something directly in it was known already."""
    results: set[Result] = field(default_factory=set)
    many: bool = False
    """Whether there were more results than are told apart; then `results` is empty."""
    within: set[Part | None] = field(default_factory=set)
    """The parts that called it."""

    def add(self, other: Tally) -> None:
        """Take in what the same part cost elsewhere."""
        self.calls += other.calls
        self.seconds += other.seconds
        self.own += other.own
        self.size += other.size
        self.remembered += other.remembered
        self.within |= other.within
        self.results |= other.results
        self.many = self.many or other.many or len(self.results) > _MOST
        if self.many:
            self.results.clear()

    @property
    def distinct(self) -> int | None:
        """How many different results there were; None for too many to tell."""
        return None if self.many else len({result.digest for result in self.results})


@dataclass(slots=True)
class Outputs:
    """What outputs of one kind cost: in all, in their templates, in making bodies; and their bytes."""

    count: int = 0
    seconds: float = 0.0
    templates: float = 0.0
    bodies: float = 0.0
    size: int = 0

    def add(self, other: Outputs) -> None:
        """Take in what others of the kind cost."""
        self.count += other.count
        self.seconds += other.seconds
        self.templates += other.templates
        self.bodies += other.bodies
        self.size += other.size


@dataclass(slots=True)
class Work:
    """What workers did in a stage, all together; `wall` seconds also pass while they wait."""

    wall: float = 0.0
    cpu: float = 0.0

    def add(self, other: Work) -> None:
        """Take in what another worker did."""
        self.wall += other.wall
        self.cpu += other.cpu


class Finding(NamedTuple):
    """A part that did the same work again and again; `seconds` is what remembering would save.

    `key` is what its results followed from on the pages rendered: "", `root`,
    or `root, page.kind`; None when that is not enough.
    """

    part: Part
    calls: int
    distinct: int
    seconds: float
    key: str | None


@dataclass(slots=True)
class Profile:
    """What was measured: work by stage, outputs by the page that they are, parts of templates.

    `once` is what `{% once %}` takes here when it knows the answer.
    """

    work: defaultdict[str, Work] = field(default_factory=lambda: defaultdict(Work))
    outputs: defaultdict[str, Outputs] = field(default_factory=lambda: defaultdict(Outputs))
    parts: defaultdict[Part, Tally] = field(default_factory=lambda: defaultdict(Tally))
    once: float = 0.0

    def add(self, other: Profile) -> None:
        """Take in what was measured elsewhere."""
        self.once = other.once or self.once
        for stage, work in other.work.items():
            self.work[stage].add(work)
        for page, outputs in other.outputs.items():
            self.outputs[page].add(outputs)
        for part, tally in other.parts.items():
            self.parts[part].add(tally)

    @property
    def templates(self) -> float:
        """Seconds in templates, all together."""
        return sum(tally.own for tally in self.parts.values())

    def findings(self) -> list[Finding]:
        """Return what could be remembered, the dearest first; of parts in each other, the outermost."""
        found = {one.part: one for one in self._candidates()}
        outermost = [
            one
            for one in found.values()
            if not all(within in found for within in self.parts[one.part].within)
        ]
        return sorted(outermost, key=lambda one: (-one.seconds, one.part))

    def _candidates(self) -> Iterator[Finding]:
        least = self.templates * _SHARE
        for part, tally in self.parts.items():
            distinct = tally.distinct
            if part.kind == "compiling" or not distinct or tally.calls < _CALLS:
                continue
            mean = tally.seconds / tally.calls
            once = self.once * (1 + tally.remembered / tally.calls)
            saved = (tally.calls - distinct) * (mean - once)
            repeats = tally.calls >= distinct * _CALLS_PER_RESULT
            if repeats and saved >= least and mean >= _TIMES_ONCE * once:
                yield Finding(part, tally.calls, distinct, saved, _key(tally.results))

    def as_json(self) -> dict[str, Any]:
        """Return the profile as the report has it (docs/operating.md)."""
        return {
            "workers": {
                stage: {"wall": round(work.wall, 3), "cpu": round(work.cpu, 3)}
                for stage, work in sorted(self.work.items())
            },
            "outputs": [
                {"page": page, "count": one.count, "seconds": round(one.seconds, 6),
                 "templates": round(one.templates, 6), "bodies": round(one.bodies, 6), "bytes": one.size}
                for page, one in sorted(self.outputs.items())
            ],
            "parts": [
                {**part._asdict(), "calls": one.calls, "distinct": one.distinct,
                 "seconds": round(one.seconds, 6), "own": round(one.own, 6), "bytes": one.size}
                for part, one in sorted(self.parts.items())
            ],
            "findings": [
                {**one.part._asdict(), "calls": one.calls, "distinct": one.distinct,
                 "seconds": round(one.seconds, 6), "key": one.key}
                for one in self.findings()
            ],
        }  # fmt: skip


def _key(results: set[Result]) -> str | None:
    if len({result.digest for result in results}) == 1:
        return ""
    if len({result.root for result in results}) == len({(one.root, one.digest) for one in results}):
        return "root"
    if len({(one.root, one.page) for one in results}) == len(results):
        return "root, page.kind"
    return None
