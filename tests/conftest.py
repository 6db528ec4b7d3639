"""Fixtures for all tests."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
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

#: A file system in memory, and the bytes that have to be free there.
_MEMORY, _ROOM = "/dev/shm", 4 << 30


def _use_memory() -> None:
    """Let tests write to memory where there is room, since folders are removed slowly on some disks.

    Tests with builds take about half the time there. `TMPDIR` chooses a different place.
    """
    if "TMPDIR" in os.environ or not os.path.isdir(_MEMORY):
        return
    found = os.statvfs(_MEMORY)
    if found.f_bavail * found.f_frsize >= _ROOM and not found.f_flag & (os.ST_NOEXEC | os.ST_RDONLY):
        os.environ["TMPDIR"] = _MEMORY
        tempfile.tempdir = None


_use_memory()

# A busy machine is no defect of what is tested.
_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("any machine", _ANY_MACHINE)
settings.register_profile("quick", _ANY_MACHINE, max_examples=10)
settings.load_profile("any machine")

_TESTS = Path(__file__).parent
#: Folders with tests that run browsers, checkers, servers, and builds that are killed.
_PROGRAMS = ("browser", "cluster", "crashes", "proofs", "publish")
#: Events of Python when a process is started (docs.python.org/3/library/audit_events.html).
_STARTS = frozenset(("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"))
#: Seconds of the processor that a test may take in a quick run.
_QUICK = 4.0


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of workers: one more than there are cores where many tests wait for programs."""
    return (os.cpu_count() or 1) + (not config.getoption("quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="skip tests that start processes or are slow")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("quick"):
        settings.load_profile("quick")
        config.pluginmanager.register(Quick())


class Quick:
    """Skips tests that run programs, start processes or are marked slow.

    A test that takes long and is not marked slow fails.
    """

    def __init__(self) -> None:
        self._testing = False
        sys.addaudithook(self._audit)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if collection_path.parent == _TESTS and collection_path.name in _PROGRAMS else None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        if item.get_closest_marker("slow"):
            pytest.skip("quick: it is marked slow")
        yield from self._while_testing()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        start = time.process_time()
        yield from self._while_testing()
        seconds = time.process_time() - start
        if seconds > _QUICK:
            pytest.fail(f"it took {seconds:.1f} s of the processor: mark it slow")

    def _while_testing(self) -> Iterator[None]:
        self._testing = True
        try:
            yield
        finally:
            self._testing = False

    def _audit(self, event: str, _: object) -> None:
        if self._testing and event in _STARTS:
            pytest.skip(f"quick: it starts a process ({event})")


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
