"""Define what a service is that is told of changes, and how its answers are understood."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple

from generator.publish.after.http import Reply
from generator.publish.plan import Change

#: In place of an address: all files of the site.
EVERYTHING = "*"
#: Seconds after which a service is asked again that is busy, and one that refuses the key.
BUSY, DENIED = 300.0, 3600.0
_LONGEST = 86_400.0
#: Characters of an answer that are passed on.
_SHOWN = 200


class Waiting(NamedTuple):
    """An address that a service has to be told, and what happened to it."""

    address: str
    what: Literal["new", "changed", "removed"]


class Answer(NamedTuple):
    """What became of a request.

    - `taken`: the service has the addresses; `refused`: it will never take them. Neither: they wait.
    - `wait`: seconds until the service may be asked again; 0 for at once.
    - `rest`: how many more addresses it takes before that; None if it does not say.
    """

    taken: bool = False
    refused: bool = False
    problem: str = ""
    wait: float = 0.0
    rest: int | None = None


class Service(ABC):
    """A service that is told of changes."""

    #: The most addresses in one request, and after one publication.
    batch: ClassVar[int]
    most: ClassVar[int]
    #: Whether it is a cache; it is told to forget all files if there are more addresses than `most`.
    forgets: ClassVar[bool] = False

    @property
    @abstractmethod
    def name(self) -> str:
        """The name that messages have; it identifies the service in the queue."""

    @property
    def a_month(self) -> int:
        """The most addresses in a month of UTC; 0 for no limit."""
        return 0

    @abstractmethod
    def addresses(self, change: Change) -> Iterator[str]:
        """Yield the addresses that it is told of a change."""

    @abstractmethod
    def tell(self, waiting: Sequence[Waiting]) -> Answer:
        """Send one request. Never raises for failures of the network or of the service."""


def understood(reply: Reply, key: str = "") -> Answer:
    """Return the answer that a status means; `key` is the environment variable with the service's key."""
    said = " ".join(reply.text.split())[:_SHOWN]
    problem = f"it answers {reply.status}" + (f" ({said})" if said else "")
    match reply.status:
        case 0:
            return Answer(problem=reply.text, wait=BUSY)
        case 200 | 201 | 202 | 203 | 204:
            return Answer(taken=True)
        case 401 | 403:
            cure = f"; check {key}" if key else ""
            return Answer(problem=f"{problem}: it refuses the key{cure}", wait=DENIED)
        case 408 | 429 | 500 | 502 | 503 | 504:
            return Answer(problem=problem, wait=min(max(reply.wait, BUSY), _LONGEST))
    return Answer(refused=True, problem=problem)


def lacking(name: str) -> Answer:
    """Return the answer of a service whose key is not in the environment."""
    return Answer(problem=f"{name} is not in the environment")
