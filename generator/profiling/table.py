"""What `backfile build --profile` prints: tables of stages, outputs, templates, and what could be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.reporting.profile import Finding, Part, Profile, Work

_STAGES = ("stage", "seconds", "share", "in workers", "of the processor")
_OUTPUTS = ("output", "count", "seconds", "share", "mean µs", "in templates", "in bodies", "KB")
_PARTS = ("template", "calls", "results", "seconds", "own", "share", "mean µs", "KB")
#: Parts below this share of the templates' time are told together.
_LEAST = 0.005


def costs(profile: Profile, stages: Mapping[str, float]) -> str:
    """Return the whole text. `stages` are wall seconds by stage."""
    if not profile.outputs:
        return "profile: nothing was rendered; --clean renders everything"
    tables = (_stages(profile, stages), _outputs(profile), _parts(profile))
    return "\n\n".join([*(_aligned(rows) for rows in tables), _findings(profile)])


def _stages(profile: Profile, stages: Mapping[str, float]) -> list[Sequence[str]]:
    total = sum(stages.values())
    none = Work()
    rows: list[Sequence[str]] = [_STAGES]
    for stage, seconds in stages.items():
        work = profile.work.get(stage, none)
        spent = [_seconds(work.wall), _seconds(work.cpu)] if work.wall else ["", ""]
        rows.append([stage, _seconds(seconds), _share(seconds, total), *spent])
    return rows


def _outputs(profile: Profile) -> list[Sequence[str]]:
    """Return a row a kind of output, and one for what workers do besides: writing and copying."""
    total = profile.work["render"].cpu
    rows: list[Sequence[str]] = [_OUTPUTS]
    for page, one in sorted(profile.outputs.items(), key=lambda item: (-item[1].seconds, item[0])):
        shown = [f"{one.count:,}", _seconds(one.seconds), _share(one.seconds, total)]
        parts = [_seconds(part) if part else "" for part in (one.templates, one.bodies)]
        rows.append([page, *shown, _mean(one.seconds, one.count), *parts, _kilo(one.size)])
    rest = total - sum(one.seconds for one in profile.outputs.values())
    rows.append(["writing, copying", "", _seconds(rest), _share(rest, total), "", "", "", ""])
    return rows


def _parts(profile: Profile) -> list[Sequence[str]]:
    """Return a row for each part of a template that takes some time, and one for the others."""
    total = profile.templates
    rows: list[Sequence[str]] = [_PARTS]
    others = 0
    rest = total
    for part, tally in sorted(profile.parts.items(), key=lambda item: (-item[1].own, item[0])):
        if tally.own < total * _LEAST:
            others += 1
            continue
        rest -= tally.own
        distinct = "many" if tally.distinct is None else f"{tally.distinct:,}"
        times = [_seconds(tally.seconds), _seconds(tally.own), _share(tally.own, total)]
        mean = _mean(tally.own, tally.calls)
        rows.append([_name(part), f"{tally.calls:,}", distinct, *times, mean, _kilo(tally.size)])
    rows.append([f"{others} other parts", "", "", "", _seconds(rest), _share(rest, total), "", ""])
    return rows


def _findings(profile: Profile) -> str:
    found = profile.findings()
    if not found:
        return "No template does the same work for many pages."
    return "\n".join(["The same work for many pages:", *(f"- {_sentence(one)}" for one in found)])


def _sentence(one: Finding) -> str:
    results = "1 result" if one.distinct == 1 else f"{one.distinct:,} results"
    told = f"{_name(one.part)}: {one.calls:,} calls, {results}; remembered, it would save {one.seconds:.2f} s"
    if one.part.kind == "call":
        return f"{told}. If it is a `once`, its key names more than makes a difference."
    if one.key is None:
        return f"{told}, if a `once` can name what makes the difference."
    key = one.key or '"all"'
    return f"{told}. On these pages `{{% once {key} %}}` would do."


def _name(part: Part) -> str:
    names = {"template": "", "call": f", inside of line {part.name}", "compiling": ", compiling it"}
    return part.template + names.get(part.kind, f", {part.kind} {part.name}")


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(_padded(row, widths)).rstrip() for row in rows)


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if column else cell.ljust(width)


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _mean(seconds: float, count: int) -> str:
    return f"{seconds / count * 1e6:,.0f}"


def _kilo(size: int) -> str:
    return f"{size / 1000:,.0f}"
