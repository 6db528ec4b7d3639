"""When a burst of changes is over: an editor's save is several events, a checkout thousands."""

from __future__ import annotations

#: Seconds without a change after which a burst counts as over: what editors do for a save takes a few ms.
QUIET = 0.08
#: Seconds after which it is looked at even if it goes on.
LONGEST = 1.5


class Debounce:
    """Gathers changed paths until they have been quiet for a while. Times are those of a monotonic clock."""

    def __init__(self, quiet: float = QUIET, longest: float = LONGEST) -> None:
        self._quiet = quiet
        self._longest = longest
        self._paths: dict[str, None] = {}
        self._first = self._last = 0.0

    def __bool__(self) -> bool:
        """Tell whether anything has changed."""
        return bool(self._paths)

    def add(self, path: str, now: float) -> None:
        """Note that something happened at a path."""
        if not self._paths:
            self._first = now
        self._last = now
        self._paths[path] = None

    def due(self) -> float:
        """Return the time at which what was gathered should be looked at."""
        return min(self._last + self._quiet, self._first + self._longest)

    def take(self) -> tuple[str, ...]:
        """Return what was gathered, and begin anew."""
        paths = tuple(self._paths)
        self._paths.clear()
        return paths
