"""Fixtures for tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetching.hosts import Host, running


@pytest.fixture
def host() -> Iterator[Host]:
    with running() as found:
        yield found
