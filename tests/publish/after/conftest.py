from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.after.listener import Listener, listen


@pytest.fixture
def listener(without_proxies: None) -> Iterator[Listener]:
    """Return a service on this machine, which the machine's proxies don't reach."""
    with listen() as one:
        yield one
