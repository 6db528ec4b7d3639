"""Suspect pictures that hosts send in place of others: the same bytes for many addresses of one host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.pictures.addresses import host_of
from generator.pictures.entry import Entry

#: Addresses of one host with the same picture, from which on it is suspected.
LEAST = 5


class Suspect(NamedTuple):
    """A picture that may be a substitute: its host, its SHA-256, and for how many addresses it was sent."""

    host: str
    digest: str
    addresses: int

    def __str__(self) -> str:
        return (
            f"{self.host} sent the same picture for {self.addresses:,} addresses, perhaps in place of others "
            f"(SHA-256 {self.digest})"
        )


def suspects(entries: Iterable[Entry]) -> list[Suspect]:
    """Return the suspects among kept pictures, those with the most addresses first.

    Pictures from copies and from editors are not what a host sent.
    """
    numbers: dict[tuple[str, str], int] = {}
    for one in entries:
        if one.status == "kept" and not one.origin:
            key = (host_of(one.address), one.hash)
            numbers[key] = numbers.get(key, 0) + 1
    found = [Suspect(host, digest, number) for (host, digest), number in numbers.items() if number >= LEAST]
    return sorted(found, key=lambda one: (-one.addresses, one.host, one.digest))
