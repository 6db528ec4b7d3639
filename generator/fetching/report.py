"""Count what a fetch found, by host, and tell it to people and to programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from generator.fetching.exchange import Brought
from generator.pictures.suspects import Suspect

#: `kept`, `lost`: for good. `failed`: asked for again on another day. `changed`: the host has other bytes
#: than the archive once kept. `refused`: it may not be asked for. `skipped`: its host was dead or busy.
Fate = Literal["kept", "lost", "failed", "changed", "refused", "skipped"]
_WORDS: dict[Fate, str] = {
    "kept": "kept",
    "lost": "lost",
    "failed": "to be tried again on another day",
    "changed": "changed at its host, and not kept",
    "refused": "refused",
    "skipped": "not asked for, since the host is not reached or busy",
}
_MEGABYTE = 1_000_000
#: Hosts that the text names.
_SHOWN = 20


_NOTHING = Brought()


class FetchReport:
    """The result of a fetch."""

    def __init__(self, brought: Brought = _NOTHING) -> None:
        self._brought = brought
        self._hosts: dict[str, Counter[Fate]] = {}
        self._bytes: Counter[str] = Counter()
        self._why: dict[str, Counter[str]] = {}
        #: How many pictures were left when the limit was reached.
        self.left = 0
        #: Pictures of this run that hosts may have sent in place of others.
        self.suspects: list[Suspect] = []

    def add(self, host: str, fate: Fate, why: str = "", size: int = 0, number: int = 1) -> None:
        """Count pictures of a host. `size` is in bytes."""
        self._hosts.setdefault(host, Counter())[fate] += number
        self._bytes[host] += size
        if why:
            self._why.setdefault(host, Counter())[why] += number

    def count(self, fate: Fate) -> int:
        """Return the number of pictures with a fate."""
        return sum(counts[fate] for counts in self._hosts.values())

    def lines(self) -> Iterator[str]:
        """Yield the report as text: a line for each host, those with the most pictures first, and a sum."""
        hosts = sorted(self._hosts, key=lambda host: (-self._hosts[host].total(), host))
        for host in hosts[:_SHOWN]:
            yield f"{host}: {self._words(self._hosts[host], self._bytes[host])}{self._reason(host)}"
        if len(hosts) > _SHOWN:
            yield f"… and {len(hosts) - _SHOWN:,} more hosts"
        if self._brought.pictures:
            number, size, more = self._brought
            rest = f"; {more:,} left for the next run" if more else ""
            yield f"the store: {number:,} brought to this machine ({size / _MEGABYTE:,.1f} MB){rest}"
        for suspect in self.suspects[:_SHOWN]:
            yield f"warning: {suspect}; if so, put the SHA-256 into pictures.refuse"
        every: Counter[Fate] = sum(self._hosts.values(), Counter())
        left = f"; {self.left:,} left for the next run" if self.left else ""
        yield f"pictures: {self._words(every, self._bytes.total()) or 'none to ask for'}{left}"

    def _words(self, counts: Counter[Fate], size: int) -> str:
        words = []
        for fate, word in _WORDS.items():
            if counts[fate]:
                amount = f" ({size / _MEGABYTE:,.1f} MB)" if fate == "kept" else ""
                words.append(f"{counts[fate]:,} {word}{amount}")
        return ", ".join(words)

    def _reason(self, host: str) -> str:
        reasons = self._why.get(host)
        return f" ({reasons.most_common(1)[0][0]})" if reasons else ""

    def as_json(self) -> dict[str, Any]:
        """Return the report in the form that docs/pictures.md specifies."""
        return {
            "hosts": {
                host: {
                    **{fate: self._hosts[host][fate] for fate in _WORDS},
                    "bytes": self._bytes[host],
                    "reasons": dict(self._why.get(host, {})),
                }
                for host in sorted(self._hosts)
            },
            "suspects": [one._asdict() for one in self.suspects],
            "totals": {
                **{fate: self.count(fate) for fate in _WORDS},
                "bytes": self._bytes.total(),
                "left": self.left,
                "brought": self._brought.pictures,
            },
        }
