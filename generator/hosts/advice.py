"""Say what to switch off or move, so that a site fits a host."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.wording import counted
from generator.hosts.fit import Compared, Fit
from generator.hosts.limits import Measure
from generator.hosts.measure import Part, Size

#: A part that takes less than this share of what is too much is not named.
_SHARE = 0.02


def advice(found: Fit, size: Size) -> Iterator[str]:
    """Yield sentences about the parts that can be left out, those that help most first."""
    for one in found.limits:
        if one.fits:
            continue
        if one.limit.measure in ("files", "bytes"):
            yield from _parts(one, size)
        else:
            yield _of_one(one, size)


def _parts(one: Compared, size: Size) -> Iterator[str]:
    too_much = one.has - one.limit.most
    parts = [part for part in size.parts if part.without and _amount(part, one.limit.measure)]
    parts.sort(key=lambda part: -_amount(part, one.limit.measure))
    enough = False
    for part in parts:
        amount = _amount(part, one.limit.measure)
        if amount < too_much * _SHARE:
            continue
        enough = enough or amount >= too_much
        verdict = "enough" if amount >= too_much else f"{amount / too_much:.0%} of what is too much"
        yield f"{part.without} ({shown(one.limit.measure, amount)}; {verdict})"
    if not enough:
        yield "keep older years in an archive of their own, or choose a host without this limit"


def _of_one(one: Compared, size: Size) -> str:
    place = size.places.get(one.limit.measure, "")
    match one.limit.measure:
        case "file_bytes":
            return f"{place} has {shown('bytes', one.has)}: shrink it, or serve it from a bucket"
        case "folder_files":
            return f"{place} has {one.has:,} files: put {{year}} and {{month}} into permalink in site.yaml"
        case "redirects":
            return "the rules of the newest posts come first; redirects: [html, netlify] makes pages for all"
        case _:
            return "use fewer rules of your own in _headers"


def _amount(part: Part, measure: Measure) -> int:
    return part.files if measure == "files" else part.size


def shown(measure: Measure, amount: int) -> str:
    """Return an amount with its unit."""
    match measure:
        case "bytes" | "file_bytes":
            return (
                f"{amount / 1_000_000:,.1f} MB" if amount < 100_000_000 else f"{amount / 1_000_000:,.0f} MB"
            )
        case "redirects":
            return counted(amount, "redirect")
        case "headers":
            return counted(amount, "rule")
        case _:
            return counted(amount, "file")
