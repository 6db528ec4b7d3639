"""A build that is killed at any moment costs work, and nothing else.

`BACKFILE_KILLS=5000 pytest tests/crashes/test_kill.py` looks longer; a failure prints its seed, and
`BACKFILE_KILLS_FROM=SEED` begins with that one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.archives import Archive, make_archive
from tests.crashes import edits
from tests.crashes.warm import Warm
from tests.ledger.test_changes_file import check, fingerprint, told
from tests.sites import Site, Tree, tree
from tests.test_regressions import differing

#: Kills that meet a running build, in each of the tests below; and how many are tried for each, at most.
KILLS = int(os.environ.get("BACKFILE_KILLS", "60")) // 12
_TRIES = 6
FIRST = int(os.environ.get("BACKFILE_KILLS_FROM", "1"))
#: Times that each edited archive is built, and kills before it is let through, at most.
_ROUNDS, _CHAIN = 3, 3


class State(NamedTuple):
    """All that a build leaves: what readers see, and what later builds take for given."""

    output: Tree
    slugs: bytes
    last_good: Tree

    @classmethod
    def of(cls, root: Path) -> State:
        slugs = root / "content" / "slugs.yaml"
        last_good = tree(root / ".backfile" / "last-good")
        return cls(tree(root / "output"), slugs.read_bytes() if slugs.is_file() else b"", last_good)


class Goal(NamedTuple):
    """What stood before a build, what it makes when nobody stops it, and how long that takes."""

    before: Tree
    after: State
    seconds: float
    lines: int


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 2))
@pytest.mark.parametrize("who", ["line", "group", "parent"])
def test_a_killed_build_costs_work_and_nothing_else(warm: Warm, tmp_path: Path, seed: int, who: str) -> None:
    chance = random.Random(f"{who} {seed}")
    archive = make_archive(tmp_path / "site", edits.posts(chance), {})
    edits.add_pictures(archive)
    tried = hit = 0
    left: Tree = {}
    # A moment lies within the time that a build took before; the next one may be quicker, or have less to do.
    while hit < KILLS and tried < KILLS * _TRIES:
        goal = _reach(warm, archive, tmp_path / "before", lines=who == "line")
        for _ in range(_ROUNDS):
            _restore(archive.site.root, tmp_path / "before")
            results = list(_kills(warm, archive.site.root, goal, chance, who))
            tried, hit = tried + len(results), hit + sum(results)
            ended = warm.build(archive.site.root)
            assert ended.code == 0, ended.err
            _check_state(archive.site.root, goal.after)
            _check_changes(archive.site, left, goal.after.output)
        left = goal.after.output
        edits.edit(archive, chance)
    assert hit >= KILLS, f"{hit} of {tried} kills met a running build"


def _kills(warm: Warm, root: Path, goal: Goal, chance: random.Random, who: str) -> Iterator[bool]:
    """Start a build again and again, kill it at a random moment, and look; yield whether it was met."""
    for _ in range(chance.randint(1, _CHAIN)):
        share = chance.random()
        if who == "line":
            ended = warm.kill_at(root, 1 + int(share * goal.lines))
        else:
            ended = warm.kill_after(root, share * goal.seconds, who=who)
        assert ended.code in (0, -signal.SIGKILL), ended.err
        yield ended.code != 0
        _check_files(tree(root / "output"), goal)
        assert ended.left() == []


def _reach(warm: Warm, archive: Archive, before: Path, *, lines: bool) -> Goal:
    """Keep an archive as it is, build it undisturbed, and prove that this is what a clean build makes."""
    root = archive.site.root
    shutil.rmtree(before, ignore_errors=True)
    shutil.copytree(root, before)
    ended = warm.count(root) if lines else warm.build(root)
    assert ended.code == 0, ended.err
    state = State.of(root)
    assert differing(state.output, archive.site.clean_tree()) == []
    return Goal(tree(before / "output"), state, ended.seconds, ended.lines)


def _restore(root: Path, before: Path) -> None:
    shutil.rmtree(root)
    shutil.copytree(before, root)


def _check_files(found: Tree, goal: Goal) -> None:
    """Every file is the one of before or the one of after: no reader meets anything else."""
    strange = [
        path for path, data in found.items()
        if data not in (goal.before.get(path), goal.after.output.get(path))
    ]  # fmt: skip
    assert strange == []
    kept = goal.before.keys() & goal.after.output.keys()
    assert sorted(kept - found.keys()) == []


def _check_changes(site: Site, left: Tree, now: Tree) -> None:
    """All that has changed since the last build that came to its end is told, whichever build did it."""
    found = told(site)
    assert found["to"] == fingerprint(site)
    if left != now:
        assert found["everything"] == (not left)
    if left and left != now:
        check(left, now, found)


def _check_state(root: Path, goal: State) -> None:
    state = State.of(root)
    assert differing(state.output, goal.output) == []
    assert state.slugs == goal.slugs
    assert differing(state.last_good, goal.last_good) == []
