"""The example archive, where it is served, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import built_example, launched, served
from tests.sites import Site


@pytest.fixture(scope="package")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the example archive."""
    return built_example(tmp_path_factory.mktemp("example") / "site")


@pytest.fixture(scope="package")
def address(example: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the output below a sub-path that the archive knows nothing of."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "some" / "where").mkdir(parents=True)
    (folder / "some" / "where" / "else").symlink_to(example.output)
    with served(folder) as root:
        yield f"{root}some/where/else/"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with launched() as one:
        yield one
