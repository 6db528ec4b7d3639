"""A fetch that is killed at any moment goes on where it was, and asks for nothing that it has got."""

from __future__ import annotations

import os
import random
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.core.paths import SitePaths
from generator.fetching.fetch import fetch
from generator.fetching.options import FetchOptions
from generator.pictures.registry import read_registry
from generator.pictures.store import PictureStore
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.fetching.hosts import Host
from tests.fetching.test_fetch import showing
from tests.pictures.samples import picture

#: `KILLS=500` for a longer proof.
KILLS = int(os.environ.get("KILLS", "25"))
PICTURES = 27
#: Requests that may be on their way at a time.
_AT_ONCE = 4


def fetch_in(root: str) -> None:
    options = FetchOptions(pause=0.001, per_host=_AT_ONCE, allow_private=True)
    fetch(SitePaths.of(Path(root)), PictureStore(Path(root, "pictures")), options, Reporter())


def outcome(root: Path) -> dict[str, object]:
    return {address: entry._replace(when="") for address, entry in read_registry(root).items()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_kills(site: SiteMaker, host: Host) -> None:
    addresses = [
        host.serves(f"/{n}.png", picture(10 + n % 7, 10)) if n % 9 else f"{host.url}/{n}.png"
        for n in range(PICTURES)
    ]
    archive = showing(site, addresses)
    dice, processes = random.Random(7), get_context("fork")
    recorded: set[str] = set()
    for _ in range(KILLS):
        before = host.asked.copy()
        child = processes.Process(target=fetch_in, args=(str(archive.root),))
        child.start()
        time.sleep(dice.uniform(0.0, 0.25))
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        again = {path for path, number in host.asked.items() if number > before[path]}
        assert not again & recorded
        recorded = {address.removeprefix(host.url) for address in read_registry(archive.root)}
        if len(recorded) == PICTURES:
            for file in (archive.root / "content/pictures").iterdir():
                file.unlink()
            recorded.clear()
            host.asked.clear()
    fetch_in(str(archive.root))
    found = outcome(archive.root)
    for file in (archive.root / "content/pictures").iterdir():
        file.unlink()
    fetch_in(str(archive.root))
    assert found == outcome(archive.root)
    store = PictureStore(archive.root / "pictures")
    assert len(list(store.digests())) == 7
    assert not list(store.leftovers())
