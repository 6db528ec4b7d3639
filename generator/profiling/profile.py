"""Add up what a build cost: by stage, by page, by part of a template.

Seconds are of the processor, which other programs and a slow disk leave alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

#: Results of a part that are distinguished, at most; a part with more cannot be cached.
_MAX_RESULTS = 5_000
#: A finding needs this many calls, this many for each result, and this share of the templates' time.
_CALLS = 100
_CALLS_PER_RESULT = 10
_SHARE = 0.01
#: Its calls must take this many times as long as the `{% once %}` around it, and those inside of it, would.
_TIMES_ONCE = 3

Kind = Literal["template", "block", "macro", "call", "compiling"]


class Part(NamedTuple):
    """A part of a template. `name` is that of a block or macro; of a `call` block, its line."""

    template: str
    kind: Kind
    name: str = ""


class Result(NamedTuple):
    """The text that a part returned, as a digest, and the page's `root` and `page.kind`."""

    digest: bytes
    root: str
    page: str


@dataclass(slots=True)
class PartCost:
    """The cost of a part. `own` is `seconds` without the parts that it called; `size` is in bytes."""

    calls: int = 0
    seconds: float = 0.0
    own: float = 0.0
    size: int = 0
    cache_hits: int = 0
    """How many `{% once %}` directly in the part found their text in the cache."""
    results: set[Result] = field(default_factory=set)
    too_many: bool = False
    """Whether there were more than 5,000 results; then `results` is empty."""
    callers: set[Part | None] = field(default_factory=set)

    def add(self, other: PartCost) -> None:
        """Add the cost of the same part in a different worker or batch."""
        self.calls += other.calls
        self.seconds += other.seconds
        self.own += other.own
        self.size += other.size
        self.cache_hits += other.cache_hits
        self.callers |= other.callers
        self.results |= other.results
        self.too_many = self.too_many or other.too_many or len(self.results) > _MAX_RESULTS
        if self.too_many:
            self.results.clear()

    @property
    def distinct(self) -> int | None:
        """The number of different texts; None for more than 5,000 results."""
        return None if self.too_many else len({result.digest for result in self.results})


@dataclass(slots=True)
class PageCost:
    """The cost of the outputs of one page. `seconds` include `templates` and `bodies`; `size` is in bytes."""

    count: int = 0
    seconds: float = 0.0
    templates: float = 0.0
    bodies: float = 0.0
    size: int = 0


@dataclass(slots=True)
class WorkerTime:
    """The seconds that all workers spent in a stage; `wall` seconds also pass while they wait."""

    wall: float = 0.0
    cpu: float = 0.0


class Finding(NamedTuple):
    """A part that did the same work again and again; `seconds` is what `{% once %}` would save.

    `key` is the key of a `once` that is enough for the pages rendered: "" (any),
    `root`, or `root, page.kind`; None when these are not enough.
    """

    part: Part
    calls: int
    distinct: int
    seconds: float
    key: str | None


@dataclass(slots=True)
class Profile:
    """The costs of a build: worker time by stage, outputs by page, parts of templates.

    `once` is how many seconds a `{% once %}` takes that finds its text in the cache.
    """

    workers: defaultdict[str, WorkerTime] = field(default_factory=lambda: defaultdict(WorkerTime))
    outputs: defaultdict[str, PageCost] = field(default_factory=lambda: defaultdict(PageCost))
    parts: defaultdict[Part, PartCost] = field(default_factory=lambda: defaultdict(PartCost))
    once: float = 0.0

    def add(self, other: Profile) -> None:
        """Add the costs of a different worker or batch."""
        self.once = other.once or self.once
        for stage, time in other.workers.items():
            _add_fields(self.workers[stage], time)
        for page, outputs in other.outputs.items():
            _add_fields(self.outputs[page], outputs)
        for part, cost in other.parts.items():
            self.parts[part].add(cost)

    @property
    def templates(self) -> float:
        """Seconds in all templates together."""
        return sum(cost.own for cost in self.parts.values())

    def findings(self) -> list[Finding]:
        """Return the parts that `once` would pay for, the costliest first; of nested ones, the outermost."""
        found = {one.part: one for one in self._candidates()}
        outermost = [one for one in found.values() if not self.parts[one.part].callers <= found.keys()]
        return sorted(outermost, key=lambda one: (-one.seconds, one.part))

    def _candidates(self) -> Iterator[Finding]:
        least = self.templates * _SHARE
        for part, cost in self.parts.items():
            distinct = cost.distinct
            if part.kind == "compiling" or not distinct or cost.calls < _CALLS:
                continue
            mean = cost.seconds / cost.calls
            once = self.once * (1 + cost.cache_hits / cost.calls)
            saved = (cost.calls - distinct) * (mean - once)
            repeats = cost.calls >= distinct * _CALLS_PER_RESULT
            if repeats and saved >= least and mean >= _TIMES_ONCE * once:
                yield Finding(part, cost.calls, distinct, saved, _key(cost.results))

    def as_json(self) -> dict[str, Any]:
        """Return the profile as the report of a build has it (docs/operating.md)."""
        return {
            "workers": {
                stage: {"wall": round(time.wall, 3), "cpu": round(time.cpu, 3)}
                for stage, time in sorted(self.workers.items())
            },
            "outputs": [
                {"page": page, "count": cost.count, "seconds": round(cost.seconds, 6),
                 "templates": round(cost.templates, 6), "bodies": round(cost.bodies, 6), "bytes": cost.size}
                for page, cost in sorted(self.outputs.items())
            ],
            "parts": [
                {**part._asdict(), "calls": cost.calls, "distinct": cost.distinct,
                 "seconds": round(cost.seconds, 6), "own": round(cost.own, 6), "bytes": cost.size}
                for part, cost in sorted(self.parts.items())
            ],
            "findings": [
                {**one.part._asdict(), "calls": one.calls, "distinct": one.distinct,
                 "seconds": round(one.seconds, 6), "key": one.key}
                for one in self.findings()
            ],
        }  # fmt: skip


def _add_fields(total: Any, more: Any) -> None:
    for one in fields(total):
        setattr(total, one.name, getattr(total, one.name) + getattr(more, one.name))


def _key(results: set[Result]) -> str | None:
    if len({result.digest for result in results}) == 1:
        return ""
    if len({result.root for result in results}) == len({(one.root, one.digest) for one in results}):
        return "root"
    if len({(one.root, one.page) for one in results}) == len(results):
        return "root, page.kind"
    return None
