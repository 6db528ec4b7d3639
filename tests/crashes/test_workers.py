"""Workers that die, a build that is stopped, and the lock between one build and the next."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from generator.system.lock import hold
from tests.crashes import faults
from tests.crashes.conftest import Prepared
from tests.crashes.warm import Fault, Warm
from tests.sites import Site, make_site
from tests.test_edits import CONFIG, archive
from tests.test_regressions import differing

#: Where a worker can die: while it reads, and while it renders.
READING, RENDERING = "generator.content.parser:parse", "generator.output.staging:write_file"


@pytest.fixture
def built(prepared: Prepared, warm: Warm) -> Site:
    """Return an archive that was built, and then edited so that all is read and rendered again."""

    def make(root: Path) -> None:
        make_site(root, archive(), CONFIG)
        assert warm.build(root).code == 0

    one = prepared.site("workers", make)
    for path in sorted((one.root / "content" / "posts").rglob("*.md")):
        path.write_text(path.read_text("utf-8") + "又及。\n", "utf-8")
    (one.root / "site.yaml").write_text(CONFIG.replace("旧闻馆", "新闻馆"), "utf-8")
    return one


def lives(folder: Path, count: int) -> str:
    """Return a folder with so many lives in it."""
    folder.mkdir()
    for number in range(count):
        (folder / str(number)).touch()
    return str(folder)


@pytest.mark.parametrize("where", [READING, RENDERING])
@pytest.mark.parametrize("how", ["die", "leave"])
def test_a_batch_whose_worker_died_is_tried_again(
    built: Site, warm: Warm, tmp_path: Path, where: str, how: str
) -> None:
    ended = warm.build(built.root, fault=[("on_call", where, 1, how, lives(tmp_path / "lives", 1))], jobs=3)
    assert (ended.code, ended.err, ended.left()) == (0, "", [])
    assert differing(built.tree(), built.clean_tree()) == []


@pytest.mark.parametrize("where", [READING, RENDERING])
@pytest.mark.parametrize("how", ["die", "leave"])
def test_workers_that_die_again_and_again_are_told(built: Site, warm: Warm, where: str, how: str) -> None:
    check_nothing_is_lost(built, warm, ("on_call", where, 1, how), "a worker process died twice")


@pytest.mark.parametrize("where", [READING, RENDERING])
@pytest.mark.parametrize("jobs", [1, 2])
def test_want_of_memory_is_told(built: Site, warm: Warm, where: str, jobs: int) -> None:
    check_nothing_is_lost(built, warm, ("on_call", where, 2, "memory"), "out of memory; build with", jobs)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_theme_that_ends_the_program_is_told(built: Site, warm: Warm, jobs: int) -> None:
    fault = ("on_call", "generator.theme.environment:filled", 1, "exit")
    built.write({"themes/own/theme.yaml": "inherits: default\n",
                 "themes/own/templates/post.html": "{{ site.title | fill }}"})  # fmt: skip
    config = built.root / "site.yaml"
    before = config.read_text("utf-8")
    config.write_text(before + "theme: own\n", "utf-8")
    check_nothing_is_lost(built, warm, fault, "own/templates/post.html: SystemExit", jobs)


def check_nothing_is_lost(one: Site, warm: Warm, fault: Fault, message: str, jobs: int = 2) -> None:
    """A build with a fault says one sentence and leaves everything; the next one does its work."""
    before = one.tree()
    ended = warm.build(one.root, fault=[fault], jobs=jobs)
    assert (ended.code, ended.left()) == (1, [])
    assert ended.err.startswith("backfile: ")
    assert ended.err.count("\n") == 1
    assert message in ended.err
    assert one.tree() == before
    assert warm.build(one.root).code == 0
    assert differing(one.tree(), one.clean_tree()) == []


@pytest.mark.parametrize("more", [2, 8, 20, 60])
def test_a_limit_on_memory(built: Site, warm: Warm, more: int) -> None:
    before = built.tree()
    ended = warm.build(built.root, fault=[("limit_memory", more << 20)])
    assert ended.code in (0, 1)
    assert "Traceback" not in ended.err
    if ended.code:
        assert "memory" in ended.err.lower()
        assert built.tree() == before
    assert ended.left() == []
    assert warm.build(built.root).code == 0
    assert differing(built.tree(), built.clean_tree()) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_worker_is_killed_at_a_random_moment(built: Site, warm: Warm, seed: int) -> None:
    chance = random.Random(seed)
    seconds = warm.build(built.root, "--clean", jobs=3).seconds
    for _ in range(5):
        ended = warm.kill_after(built.root, chance.random() * seconds, "--clean", who="worker", jobs=3)
        assert (ended.code, ended.err, ended.left()) == (0, "", []), seed
    assert differing(built.tree(), built.clean_tree()) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("who", ["group", "parent"])
def test_a_build_that_is_stopped_says_so(built: Site, warm: Warm, how: signal.Signals, who: str) -> None:
    chance = random.Random(f"{how} {who}")
    seconds = warm.build(built.root, "--clean").seconds
    before = built.tree()
    met = 0
    for _ in range(6):
        ended = warm.kill_after(
            built.root, (0.1 + 0.7 * chance.random()) * seconds, "--clean", who=who, how=how
        )
        if ended.code and ended.code != -how:  # as it is if the signal came before the program heard any
            met += 1
            assert ended.code == 128 + how
            assert ended.err == f"backfile: stopped by {how.name}; run it again to continue\n"
        assert ended.left() == []
        assert built.tree() == before
        assert not built.root.joinpath(".output.staging").exists()
    assert met >= 2


def test_the_lock_goes_with_the_last_worker(built: Site, warm: Warm) -> None:
    """Killed alone, the parent leaves workers; the next build waits for their end and starts at once."""
    seconds = warm.build(built.root, "--clean").seconds
    for share in (0.3, 0.5, 0.7):
        warm.kill_after(built.root, share * seconds, "--clean", who="parent")
        ended = warm.build(built.root)
        assert (ended.code, ended.err) == (0, "")
    assert differing(built.tree(), built.clean_tree()) == []


def test_the_second_build_is_told_of_the_first(built: Site, warm: Warm) -> None:
    with hold(built.root / ".backfile" / "lock"):
        ended = warm.build(built.root)
    assert ended.code == 3
    assert f"another build or publication of this archive is running (process {os.getpid()})" in ended.err
    assert faults.session(ended.session) == []
