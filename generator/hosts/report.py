"""Write what was found of hosts: as text for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.core.wording import counted, listed
from generator.hosts.advice import advice, shown
from generator.hosts.fit import Compared, Fit
from generator.hosts.limits import Measure
from generator.hosts.measure import Size

#: What the rows of a table of limits are called.
_NAMES: dict[Measure, str] = {
    "files": "files", "bytes": "size", "file_bytes": "largest file", "folder_files": "fullest folder",
    "redirects": "redirects", "headers": "headers",
}  # fmt: skip
_WIDTH = max(map(len, _NAMES.values()))


def site_line(size: Size) -> str:
    """Return a sentence about the size of the site."""
    growth = f", {size.a_year:,} of them in the last year" if size.a_year else ""
    files, total = size.values["files"], shown("bytes", size.values["bytes"])
    return f"The site has {counted(files, 'file')} with {total}, and {counted(size.posts, 'post')}{growth}."


def overview(found: Sequence[Fit], size: Size) -> Iterator[str]:
    """Yield a line for each host."""
    width = max(len(one.host.key) for one in found)
    for one in found:
        yield f"  {one.host.key:{width}}  {verdict(one, size)}"


def details(found: Fit, size: Size) -> Iterator[str]:
    """Yield lines about one host: each limit, how long it will do, what to leave out."""
    host = found.host
    yield f"{host.name} takes the site." if found.fits else f"{host.name} does not take the site."
    for one in found.limits:
        yield f"  {_row(one, size)}"
    if not found.limits:
        yield "  no limits are known"
    if found.fits:
        yield f"{_room(found, size).capitalize()}."
    for note in found.notes:
        yield f"Note: {note}."
    for text in advice(found, size):
        yield f"- {text}"


def as_json(found: Sequence[Fit], size: Size) -> dict[str, Any]:
    """Return all of it, as `--json` writes it (docs/hosts.md)."""
    return {
        "site": {
            **size.values,
            "largest_file": size.places.get("file_bytes"),
            "fullest_folder": size.places.get("folder_files"),
            "posts": size.posts,
            "posts_a_year": size.a_year,
            "parts": [{"kind": part.owner, "files": part.files, "bytes": part.size} for part in size.parts],
        },
        "hosts": [_host_as_json(one, size) for one in found],
    }


def _host_as_json(found: Fit, size: Size) -> dict[str, Any]:
    limits = [
        {"measure": one.limit.measure, "has": one.has, "most": one.limit.most, "fits": one.fits,
         "posts_left": one.left, "source": one.limit.source or None,
         "read": (one.limit.source and one.limit.read) or None}
        for one in found.limits
    ]  # fmt: skip
    return {
        "host": found.host.key,
        "name": found.host.name,
        "fits": found.fits,
        "posts_left": found.left,
        "limits": limits,
        "notes": list(found.notes),
        "advice": list(advice(found, size)),
    }


def _row(one: Compared, size: Size) -> str:
    measure, most = one.limit.measure, one.limit.most
    place = f" ({size.places[measure]})" if measure in size.places else ""
    read = f" ({one.limit.read})" if one.limit.read else ""
    source = f"{one.limit.source}{read}" if one.limit.source else "site.yaml"
    amounts = f"{shown(measure, one.has)} of {shown(measure, most)}, {one.has / most:.0%}"
    return f"{_NAMES[measure]:{_WIDTH}}  {amounts}{place}; {source}"


def verdict(found: Fit, size: Size) -> str:
    """Return whether a site fits a host, and for how long or why not."""
    wrong = [one for one in found.limits if not one.fits]
    if not wrong:
        return f"fits; {_room(found, size)}"
    return f"does not fit: {listed([_excess(one) for one in wrong])}"


def _excess(one: Compared) -> str:
    measure = one.limit.measure
    return f"{_NAMES[measure]} {shown(measure, one.has)}, of {shown(measure, one.limit.most)} at most"


def _room(found: Fit, size: Size) -> str:
    """Return for how many more posts there is room, and for how long."""
    if found.left is None:
        return "no limit depends on the number of posts"
    room = f"room for about {counted(found.left, 'more post')}"
    return f"{room}, {_years(found.left / size.a_year)} at the present growth" if size.a_year else room


def _years(number: float) -> str:
    return f"{number:,.0f} years" if number >= 10 else f"{number:.1f} years"
