"""Compare the size of a site with the limits of a host."""

from __future__ import annotations

from typing import NamedTuple

from generator.hosts.limits import Host, Limit
from generator.hosts.measure import Size


class Compared(NamedTuple):
    """A limit, what the site has of it, and how many more posts it leaves; None for as many as one likes."""

    limit: Limit
    has: int
    left: int | None

    @property
    def fits(self) -> bool:
        """Whether the site is within the limit."""
        return self.has <= self.limit.most


class Fit(NamedTuple):
    """Whether a host takes a site: each of its limits, and what it does not do."""

    host: Host
    limits: tuple[Compared, ...]
    notes: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the site is within all limits."""
        return all(one.fits for one in self.limits)

    @property
    def left(self) -> int | None:
        """How many more posts the host takes; None for as many as one likes."""
        return min((one.left for one in self.limits if one.left is not None), default=None)


def fit(host: Host, size: Size) -> Fit:
    """Compare a site with a host."""
    compared = tuple(_compared(limit, size) for limit in host.limits)
    return Fit(host, compared, tuple(_notes(host, size)))


def _compared(limit: Limit, size: Size) -> Compared:
    has = size.values.get(limit.measure, 0)
    each = size.of_post(limit.measure)
    left = max(0, int((limit.most - has) / each)) if each else None
    return Compared(limit, has, left)


def _notes(host: Host, size: Size) -> list[str]:
    notes = []
    if size.values.get("redirects") and not host.redirects:
        notes.append("it does not read _redirects; pages that redirect do without (redirects: [html])")
    if size.values.get("headers") and not host.headers:
        notes.append("it does not read _headers; the policy in the pages counts (security: {meta: true})")
    return notes
