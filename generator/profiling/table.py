"""Format a profile for a terminal: stages, outputs, parts of templates, and savings by `{% once %}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.core.wording import counted
from generator.profiling.profile import Finding, Part, Profile, WorkerTime

_STAGES = ("stage", "seconds", "share", "in workers", "of the processor")
_OUTPUTS = ("output", "count", "seconds", "share", "mean µs", "in templates", "in bodies", "KB")
_PARTS = ("template", "calls", "results", "seconds", "own", "share", "mean µs", "KB")
#: Parts below this share of the templates' time are one row together.
_LEAST = 0.005


def tables(profile: Profile, stages: Mapping[str, float]) -> str:
    """Return the whole text. `stages` are wall seconds by stage."""
    if not profile.outputs:
        return "profile: nothing was rendered; --clean renders everything"
    rows = (_stages(profile, stages), _outputs(profile), _parts(profile))
    return "\n\n".join([*map(_aligned, rows), _findings(profile)])


def _stages(profile: Profile, stages: Mapping[str, float]) -> Iterator[Sequence[str]]:
    yield _STAGES
    total = sum(stages.values())
    for stage, seconds in stages.items():
        time = profile.workers.get(stage, WorkerTime())
        workers = (_seconds(time.wall), _seconds(time.cpu)) if time.wall else ("", "")
        yield stage, _seconds(seconds), _share(seconds, total), *workers


def _outputs(profile: Profile) -> Iterator[Sequence[str]]:
    """Yield a row for each page, and one for what workers do besides rendering."""
    yield _OUTPUTS
    total = rest = profile.workers["render"].cpu
    for page, cost in sorted(profile.outputs.items(), key=lambda item: (-item[1].seconds, item[0])):
        rest -= cost.seconds
        times = (_seconds(cost.seconds), _share(cost.seconds, total), _mean(cost.seconds, cost.count))
        parts = (_seconds(part) if part else "" for part in (cost.templates, cost.bodies))
        yield page, f"{cost.count:,}", *times, *parts, _kilobytes(cost.size)
    yield "writing, copying", "", _seconds(rest), _share(rest, total), "", "", "", ""


def _parts(profile: Profile) -> Iterator[Sequence[str]]:
    """Yield a row for each part of a template that takes some time, and one for the others."""
    yield _PARTS
    total = rest = profile.templates
    shown = {part: cost for part, cost in profile.parts.items() if cost.own >= total * _LEAST}
    for part, cost in sorted(shown.items(), key=lambda item: (-item[1].own, item[0])):
        rest -= cost.own
        distinct = "many" if cost.distinct is None else f"{cost.distinct:,}"
        times = (_seconds(cost.seconds), _seconds(cost.own), _share(cost.own, total))
        mean = _mean(cost.own, cost.calls)
        yield _name(part), f"{cost.calls:,}", distinct, *times, mean, _kilobytes(cost.size)
    others = f"{len(profile.parts) - len(shown)} other parts"
    yield others, "", "", "", _seconds(rest), _share(rest, total), "", ""


def _findings(profile: Profile) -> str:
    found = profile.findings()
    if not found:
        return "No template does the same work for many pages."
    return "\n".join(["The same work for many pages:", *(f"- {_sentence(one)}" for one in found)])


def _sentence(one: Finding) -> str:
    results = counted(one.distinct, "result")
    saving = (
        f"{_name(one.part)}: {one.calls:,} calls, {results}; remembered, it would save {one.seconds:.2f} s"
    )
    if one.part.kind == "call":
        return f"{saving}. If it is a `once`, its key names more than makes a difference."
    if one.key is None:
        return f"{saving}, if a `once` can name what makes the difference."
    key = one.key or '"all"'
    return f"{saving}. On these pages `{{% once {key} %}}` would do."


def _name(part: Part) -> str:
    names = {"template": "", "call": f", inside of line {part.name}", "compiling": ", compiling it"}
    return part.template + names.get(part.kind, f", {part.kind} {part.name}")


def _aligned(table: Iterator[Sequence[str]]) -> str:
    """Return a table for a terminal: the first column to the left, figures to the right."""
    rows = list(table)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = ([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])] for row in rows)
    return "\n".join("  ".join(row).rstrip() for row in padded)


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _mean(seconds: float, count: int) -> str:
    return f"{seconds / count * 1e6:,.0f}"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f}"
