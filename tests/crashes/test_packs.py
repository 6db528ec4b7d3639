"""A killed `backfile pack` or `backfile unpack` loses no post, and the next one ends its work.

`BACKFILE_PACK_KILLS=1000 pytest tests/crashes/test_packs.py` kills at that many lines of each command.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.content.packs.catalogue import catalogued
from generator.content.packs.reader import PackReader
from generator.parallel.executor import InProcess
from tests.crashes.warm import Warm
from tests.packing.packing import months, put_pack
from tests.sites import Site, Tree, make_site, post, tree
from tests.test_regressions import differing

KILLS = int(os.environ.get("BACKFILE_PACK_KILLS", "12"))
BEFORE = ("--before", "2022-01", "--jobs", "1")


def posts_of(root: Path) -> Tree:
    """Return the bytes of all posts, of files and of the packed posts without a file in front of them."""
    reader = PackReader(str(root))
    found: Tree = {}
    with catalogued(root, InProcess()) as catalogue:
        assert catalogue.problems == []
        for path in catalogue.paths():
            packed = catalogue.find(path)
            assert packed
            found[path] = reader.read(path, packed.place)
    files = tree(root / "content" / "posts")
    return found | {f"content/posts/{path}": data for path, data in files.items() if path.endswith(".md")}


def archive(root: Path) -> Site:
    """Make an archive with files to pack, two packs, and edits in front of their posts."""
    site = make_site(root, months())
    put_pack(site, "2021-09", {"x/old.md": post("旧", "2021-09-01"), "x/moved.md": post("移", "2021-09-02")})
    put_pack(
        site, "2021-11", {"y/old.md": post("旧二", "2021-11-01"), "y/edited.md": post("改", "2021-11-02")}
    )
    return site.write({
        "content/posts/x/moved.md": post("移", "2021-12-02"),
        "content/posts/y/edited.md": post("改过", "2021-11-02"),
    })  # fmt: skip


def lines(count: int) -> Iterator[int]:
    """Yield numbers of lines that are spread over a run."""
    step = max(1, count // KILLS)
    yield from range(1, count + 1, step)


@pytest.mark.parametrize("command", ["pack", "unpack"])
def test_a_killed_run_loses_no_post(warm: Warm, tmp_path: Path, command: str) -> None:
    root, kept = tmp_path / "site", tmp_path / "kept"
    site = archive(root)
    arguments: tuple[str | Path, ...] = ("pack", root, *BEFORE)
    if command == "unpack":
        assert warm.run(*arguments).code == 0
        arguments = ("unpack", root, "2021-11", "--jobs", "1")
    assert warm.build(root).code == 0
    shown, posts = tree(site.output), posts_of(root)
    shutil.copytree(root, kept)
    ended = warm.run(*arguments)
    assert ended.code == 0, ended.err
    after = tree(root / "content")
    assert posts_of(root) == posts
    met = 0
    for line in lines(ended.lines):
        shutil.rmtree(root)
        shutil.copytree(kept, root)
        killed = warm.run(*arguments, line=line)
        assert killed.code in (0, -signal.SIGKILL), killed.err
        met += killed.code != 0
        assert posts_of(root) == posts, line
        built = warm.build(root)
        assert built.code == 0, built.err
        assert differing(tree(site.output), shown) == [], line
        again = warm.run(*arguments)
        assert again.code == 0 or (command == "unpack" and "no pack" in again.err), again.err
        assert tree(root / "content") == after, line
    assert met >= KILLS * 0.9
