"""Say how one service took what it was told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple


class Told(NamedTuple):
    """What one service was told after a publication.

    `told` addresses were accepted, `refused` ones were not and are not told again, `waiting` ones are told
    after a later publication, none before the time `until` (seconds since the epoch; 0: at once). `problem`
    is the reason, or "".
    """

    service: str
    told: int = 0
    refused: int = 0
    waiting: int = 0
    until: float = 0.0
    problem: str = ""
    everything: bool = False
    """Whether a cache was told to forget all files, instead of single ones."""

    def __str__(self) -> str:
        what = "all files" if self.everything and self.told else _addresses(self.told)
        parts = [f"{what} told"] if self.told else []
        if self.refused:
            parts.append(f"{_addresses(self.refused)} refused")
        if self.waiting:
            until = (
                f" until {datetime.fromtimestamp(self.until, UTC):%Y-%m-%d %H:%M} UTC" if self.until else ""
            )
            parts.append(f"{_addresses(self.waiting)} waiting{until}")
        said = "; ".join(parts)
        return f"{self.service}: {': '.join(part for part in (said, self.problem) if part)}"

    def _until(self) -> str:
        return f" until {datetime.fromtimestamp(self.until, UTC):%Y-%m-%d %H:%M} UTC" if self.until else ""

    def as_json(self) -> dict[str, Any]:
        """Return it as docs/publish.md has it."""
        until = datetime.fromtimestamp(self.until, UTC).isoformat(timespec="seconds") if self.until else None
        return {
            "service": self.service,
            "told": self.told,
            "everything": self.everything,
            "refused": self.refused,
            "waiting": self.waiting,
            "until": until,
            "problem": self.problem or None,
        }


def _addresses(count: int) -> str:
    return "1 address" if count == 1 else f"{count:,} addresses"
