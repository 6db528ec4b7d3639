"""Share what `backfile pack` and `backfile unpack` print."""

from __future__ import annotations

from generator.packing.outcome import Outcome

#: Exit code if some posts could not be moved, and all others were.
PARTLY = 4


def show_kept(outcome: Outcome, what: str) -> str:
    """Return how many posts were not moved, and why, to follow a sentence; "" if there are none."""
    parts = [f"{number:,} {reason}" for reason, number in sorted(outcome.kept.items())]
    return f"; {', '.join(parts)} {what}" if parts else ""
