"""The archives that are proved, built once for each process that needs them."""

from __future__ import annotations

import pytest

from tests.proofs.sites import Proved, proved


@pytest.fixture(scope="package")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Proved]:
    return proved(tmp_path_factory.mktemp("proofs"))
