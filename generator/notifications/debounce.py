"""Collect bursts of changes: an editor's save makes several events, a checkout thousands."""

from __future__ import annotations

#: Seconds without a change after which a burst is over: an editor saves in a few milliseconds.
QUIET = 0.08
#: Seconds after which a burst is taken even if it goes on.
LONGEST = 1.5


class Debounce:
    """Collects changed paths until no further change comes for a while. Times are of a monotonic clock."""

    def __init__(self, quiet: float = QUIET, longest: float = LONGEST) -> None:
        self._quiet = quiet
        self._longest = longest
        self._paths: dict[str, None] = {}
        self._first = self._last = 0.0

    def __bool__(self) -> bool:
        """Tell whether anything has changed."""
        return bool(self._paths)

    def add(self, path: str, now: float) -> None:
        """Add a changed path."""
        self._first = min(self._first, now) if self._paths else now
        self._last = max(self._last, now) if self._paths else now
        self._paths[path] = None

    @property
    def first(self) -> float:
        """The time of the first of the collected changes."""
        return self._first

    def due(self) -> float:
        """Return the time at which the collected paths should be taken."""
        return min(self._last + self._quiet, self._first + self._longest)

    def take(self) -> tuple[str, ...]:
        """Return the collected paths, and start again without any."""
        paths = tuple(self._paths)
        self._paths.clear()
        return paths
