"""Record what a publication changes, and tell the services once it is done.

What changes is recorded before the first file is sent, so that it is told even if the program is killed
afterwards. Failures are told and never end a publication.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from generator.core.errors import LockedError
from generator.index.transactions import atomic
from generator.publish.after.outcome import Told
from generator.publish.after.queue import Limits, Queue, open_queue
from generator.publish.after.service import Answer, Service, Waiting
from generator.publish.plan import Plan
from generator.system.lock import hold

#: Seconds that one service may take after a publication. The rest waits for the next.
_PATIENCE = 60.0


class Teller(NamedTuple):
    """The services of a site, and the file in which addresses wait for them."""

    services: Sequence[Service]
    file: Path

    def record(self, plan: Plan) -> None:
        """Record the changes of a plan. Raises OSError.

        Of a first publication only caches are told: others find its pages by the sitemap.
        """
        if not self.services:
            return
        with open_queue(self.file) as queue, atomic(queue.connection):
            queue.keep([one.name for one in self.services])
            for service in self.services:
                if not plan.is_first:
                    queue.add(service.name, _waiting(service, plan))
                if service.forgets and (plan.is_first or queue.count(service.name) > service.most):
                    queue.add_everything(service.name)

    def record_everything(self) -> None:
        """Record that all files may have changed, for caches. Raises OSError."""
        chosen = [one for one in self.services if one.forgets]
        if chosen:
            with open_queue(self.file) as queue, atomic(queue.connection):
                for service in chosen:
                    queue.add_everything(service.name)

    def tell(self) -> list[Told]:
        """Tell the services what waits for them. Another publication that tells them leaves nothing to do."""
        if not self.services or not self.file.is_file():
            return []
        try:
            with hold(self.file.with_suffix(".lock")), open_queue(self.file) as queue:
                found = [_tell(service, queue) for service in self.services if queue.count(service.name)]
        except LockedError:
            return []
        return found


def _waiting(service: Service, plan: Plan) -> Iterator[Waiting]:
    """Yield the addresses that a service has to be told of a plan."""
    for change in plan.changes():
        for address in service.addresses(change):
            yield Waiting(address, change.what)


def _tell(service: Service, queue: Queue) -> Told:
    """Tell a service what waits for it, unless it asked to wait."""
    limits = _this_month(queue.limits(service.name))
    if limits.until > time.time():
        return Told(service.name, waiting=queue.count(service.name), until=limits.until)
    told = Told(service.name, everything=queue.has_everything(service.name))
    wait = 0.0
    for some, answer in _answers(service, queue, limits):
        told = told._replace(
            told=told.told + len(some) * answer.taken,
            refused=told.refused + len(some) * answer.refused,
            problem=told.problem or answer.problem,
        )
        wait = answer.wait
    limits = limits._replace(used=limits.used + told.told + told.refused)
    told = told._replace(waiting=queue.count(service.name))
    if told.waiting and service.a_month and limits.used >= service.a_month:
        wait = _until_next_month()
        told = told._replace(problem=told.problem or "as many as a month may have were told")
    until = time.time() + wait if wait else 0.0
    queue.set_limits(service.name, limits._replace(until=until))
    return told._replace(until=until)


def _answers(service: Service, queue: Queue, limits: Limits) -> Iterator[tuple[list[Waiting], Answer]]:
    """Send requests until nothing waits or the service takes no more; yield each with its answer."""
    sent, rest = 0, service.most
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if service.a_month:
            rest = min(rest, service.a_month - limits.used - sent)
        some = queue.first(service.name, max(0, min(service.batch, rest)))
        if not some:
            return
        answer = service.tell(some)
        if answer.taken or answer.refused:
            queue.remove(service.name, some)
        yield some, answer
        if answer.wait or not (answer.taken or answer.refused):
            return
        sent += len(some)
        rest = service.most - sent if answer.rest is None else min(service.most - sent, answer.rest)


def _this_month(limits: Limits) -> Limits:
    month = f"{datetime.now(UTC):%Y-%m}"
    return limits if limits.month == month else Limits(limits.until, month)


def _until_next_month() -> float:
    now = datetime.now(UTC)
    year, month = divmod(now.year * 12 + now.month, 12)
    return (datetime(year, month + 1, 1, tzinfo=UTC) - now).total_seconds()
