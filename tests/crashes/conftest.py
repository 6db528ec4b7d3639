"""Fixtures for builds that end badly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crashes.warm import Warm, start


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """A warm process to order builds from."""
    with start() as one:
        yield one
