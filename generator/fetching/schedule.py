"""Decide which picture is asked for next: the newest whose host may be asked now."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.fetching.client import Answer
from generator.fetching.wanted import Wanted

#: The longest pause, in seconds, that is granted to a host; one that wants more is not asked further.
_LONGEST_WAIT = 60.0
#: The pause for a host that is busy and does not say for how long.
_BUSY = 30.0
#: Failures to reach a host, one after the other, after which it is not asked further; and busy answers.
_DEAD = 3


@dataclass(slots=True)
class _Host:
    rank: int
    waiting: deque[tuple[int, Wanted]] = field(default_factory=deque)
    running: int = 0
    ready: float = 0.0
    dead: int = 0
    busy: int = 0


class Schedule:
    """The pictures that are still to be asked for. Times are those of time.monotonic."""

    def __init__(self, pictures: Iterable[Wanted], pause: float, per_host: int) -> None:
        self._pause = pause
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}
        self._skipped: dict[str, int] = {}
        for number, one in enumerate(pictures):
            self._hosts.setdefault(one.host, _Host(number)).waiting.append((number, one))

    def take(self, now: float) -> Wanted | None:
        """Return the next picture, or None if no host may be asked now."""
        ready = [one for one in self._hosts.values() if self._is_free(one) and one.ready <= now]
        if not ready:
            return None
        host = min(ready, key=lambda one: one.waiting[0][0])
        host.running += 1
        host.ready = now + self._pause
        return host.waiting.popleft()[1]

    def next_time(self) -> float | None:
        """Return when the next host may be asked; None if none is waiting for a time."""
        return min((one.ready for one in self._hosts.values() if self._is_free(one)), default=None)

    def answered(self, one: Wanted, answer: Answer, now: float) -> bool:
        """Take note of an answer; return whether the picture is asked for again in this run."""
        host = self._hosts[one.host]
        host.running -= 1
        host.dead = host.dead + 1 if answer.kind == "unreachable" else 0
        if answer.kind != "busy":
            host.busy = 0
            if host.dead >= _DEAD:
                self._give_up(one.host, host)
            return False
        host.busy += 1
        host.ready = max(host.ready, now + (answer.wait or _BUSY))
        if answer.wait > _LONGEST_WAIT or host.busy >= _DEAD:
            self._give_up(one.host, host)
            return False
        host.waiting.appendleft((-1, one))
        return True

    def left(self) -> int:
        """Return how many pictures are still to be asked for."""
        return sum(len(one.waiting) for one in self._hosts.values())

    def skipped(self) -> dict[str, int]:
        """Return how many pictures were not asked for since their host was dead or busy, by host."""
        return dict(self._skipped)

    def _is_free(self, host: _Host) -> bool:
        return bool(host.waiting) and host.running < self._per_host

    def _give_up(self, name: str, host: _Host) -> None:
        self._skipped[name] = self._skipped.get(name, 0) + len(host.waiting)
        host.waiting.clear()
