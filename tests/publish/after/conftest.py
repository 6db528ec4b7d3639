from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.after.listener import Listener, listen


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """Return a service on this machine, which the machine's proxies don't reach."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with listen() as one:
        yield one
