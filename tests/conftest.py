"""Fixtures for all tests."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from generator.core.paths import SitePaths
from tests.sites import Site, make_site

SiteMaker = Callable[..., Site]

# Programs that tests start are to hear signals, also where the tests themselves run in the background.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL if _number == signal.SIGHUP else signal.default_int_handler)

# A busy machine is no defect of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let all archives of this process keep their compiled templates in one place: most have the same theme.

    Programs that tests start keep them where users have them.
    """
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SitePaths, "templates", property(lambda _: folder))
        yield folder


@pytest.fixture
def site(tmp_path: Path) -> SiteMaker:
    """Make an archive in one line: `site({"posts/a.md": post()}, config="title: x")`."""

    def make(files: Mapping[str, str | bytes | None] = {}, config: str = "title: 旧闻馆\n") -> Site:
        return make_site(tmp_path / "site", files, config)

    return make
