"""A publication that is killed at any moment can be repeated, and readers meet whole files all the while."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crashes.warm import Warm
from tests.publish.bucket_server import Bucket, serve
from tests.publish.publications import served
from tests.repositories import git, isolate_git
from tests.sites import Site, Tree, make_site, post, tree

#: Kills of each kind of target.
KILLS = int(os.environ.get("BACKFILE_KILLS", "144")) // 48


def _served(folder: Path) -> Tree:
    """Return what a server would find, without the temporary files of a killed rsync."""
    found = served(folder)
    return {path: data for path, data in found.items() if not Path(path).name.startswith(".")}


def _branch(bare: Path) -> Tree:
    if not git(bare, "branch", "--list", "gh-pages"):
        return {}
    folder = bare.with_name("look")
    shutil.rmtree(folder, ignore_errors=True)
    git(bare.parent, "clone", "-q", "--branch", "gh-pages", str(bare), str(folder))
    found = tree(folder)
    return {path: data for path, data in found.items() if not path.startswith((".git/", ".nojekyll"))}


def _places(tmp_path: Path, kind: str, bucket: Bucket) -> tuple[str, Callable[[], Tree]]:
    """Return a target and what tells what its readers find."""
    www = tmp_path / "www"
    if kind == "rsync":
        if not shutil.which("rsync"):
            pytest.skip("rsync is not installed")
        return f"rsync:{www}", lambda: _served(www)
    if kind == "git":
        if not shutil.which("git"):
            pytest.skip("git is not installed")
        git(tmp_path, "init", "-q", "--bare", "www")
        return f"git:{www}", lambda: _branch(www)
    if kind == "bucket":
        pytest.importorskip("obstore", reason="obstore is not installed")
        return "s3://archive", bucket.tree
    return str(www), lambda: tree(www / "current")


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    with serve(Bucket(in_path=True)) as one:
        yield one


def _site(folder: Path, bucket: Bucket) -> Site:
    """Make an archive of some posts, which knows where the bucket is."""
    posts = {f"posts/{number}.md": post(f"{number}") for number in range(8)}
    store = f'{{endpoint: "http://127.0.0.1:{bucket.port}", region: here, path_style: true}}'
    return make_site(folder, posts, f"title: 旧闻馆\npublish: {{bucket: {store}}}\n")


def _edit(site: Site, chance: random.Random) -> None:
    """Change, add and remove some posts."""
    for _ in range(4):
        name = f"content/posts/{chance.randint(0, 12)}.md"
        there = (site.root / name).exists()
        text = None if there and chance.random() < 0.5 else post(f"题{chance.random()}", categories="wanbao")
        site.write({name: text})


@pytest.mark.parametrize("kind", ["folder", "rsync", "git", "bucket"])
def test_a_publication_that_is_stopped_says_so(
    warm: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: Bucket, kind: str
) -> None:
    isolate_git(monkeypatch)
    target, look = _places(tmp_path, kind, bucket)
    site = _site(tmp_path / "site", bucket)
    assert warm.build(site.root).code == 0
    stopped = []
    for share in range(12):
        ended = warm.publish(
            site.root, target, {"after": share * 0.02, "who": "parent", "signal": int(signal.SIGTERM)}
        )
        if ended.code:
            stopped.append((ended.code, ended.err.strip()))
        assert ended.left(10) == []
    said = "backfile: stopped by SIGTERM; run it again to continue"
    assert {one for one in stopped if one[0] != -signal.SIGTERM} <= {(143, said)}
    assert warm.publish(site.root, target).code == 0
    assert look() == site.tree()


@pytest.mark.parametrize("kind", ["folder", "rsync", "git", "bucket"])
@pytest.mark.parametrize("who", ["line", "group", "parent"])
def test_a_killed_publication_can_be_repeated(
    warm: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: Bucket, kind: str, who: str
) -> None:
    isolate_git(monkeypatch)
    chance = random.Random(f"{kind} {who}")
    target, look = _places(tmp_path, kind, bucket)
    site = _site(tmp_path / "site", bucket)
    for _ in range(2):  # The second one is measured.
        assert warm.build(site.root).code == 0
        ended = warm.publish(site.root, target, {"line": -1} if who == "line" else None)
        assert ended.code == 0, ended.err
        _edit(site, chance)
    hit = 0
    for _ in range(KILLS):
        before = look()
        _edit(site, chance)
        assert warm.build(site.root).code == 0
        kill = {"line": 1 + int(chance.random() * ended.lines)} if who == "line" else {
            "after": chance.random() * ended.seconds, "who": who, "signal": int(signal.SIGKILL)
        }  # fmt: skip
        broken = warm.publish(site.root, target, kill)
        hit += broken.code != 0
        assert broken.left(10) == []
        after = site.tree()
        assert [p for p, data in look().items() if data not in (before.get(p), after.get(p))] == []
        if kind in ("folder", "git"):
            assert look() in (before, after)
        if chance.random() < 0.3:
            _edit(site, chance)
            assert warm.build(site.root).code == 0
        repeated = warm.publish(site.root, target)
        assert repeated.code == 0, repeated.err
        assert look() == site.tree()
    # Moments are spread over a publication that was measured; a few of them may all come too late.
    assert hit >= KILLS * 0.3 or KILLS < 10
