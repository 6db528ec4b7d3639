"""Databases and records that are damaged: made anew where they can be, told always."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.crashes.conftest import Prepared
from tests.crashes.warm import Warm
from tests.sites import Site, make_site, post
from tests.test_edits import CONFIG, archive
from tests.test_regressions import differing

KEPT = ".backfile/last-good/content/posts/11/2021-11-13-post20.md.json"
BAD = "content/posts/11/2021-11-13-post20.md"


@pytest.fixture
def built(prepared: Prepared, warm: Warm) -> Site:
    """Return an archive that was built, with a post that went bad, and then got a new one."""

    def make(root: Path) -> None:
        one = make_site(root, archive(), CONFIG)
        assert warm.build(one.root).code == 0
        one.write({BAD: ""})
        assert warm.build(one.root).code == 0
        assert (one.root / KEPT).is_file()

    one = prepared.site("damage", make)
    return one.write({"content/posts/new.md": post("新的", "2021-12-30", categories="wanbao")})


def check_mended(one: Site, warm: Warm, *says: str) -> None:
    """A build says what it has made anew, and its output is that of a clean build."""
    ended = warm.build(one.root)
    assert ended.code == 0, ended.err
    for part in says:
        assert part in ended.err
    assert "Traceback" not in ended.err
    assert differing(one.tree(), one.clean_tree()) == []
    again = warm.build(one.root)
    assert "nothing changed" in again.out
    assert "anew" not in again.err


@pytest.mark.parametrize("name", ["index", "ledger"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ""),
        (b"no database at all" * 500, "made anew: it is damaged (file is not a database)"),
        (None, "made anew: there is a folder at its path"),
    ],
    ids=["empty", "foreign", "folder"],
)
def test_something_else_in_its_place(
    built: Site, warm: Warm, name: str, content: bytes | None, says: str
) -> None:
    path = built.root / ".backfile" / f"{name}.sqlite"
    path.unlink()
    if content is None:
        path.mkdir()
        (path / "somebody's").touch()
    else:
        path.write_bytes(content)
    check_mended(built, warm, says)
    if content is None:
        assert path.with_name(f"{path.name}.aside").joinpath("somebody's").exists()


@pytest.mark.parametrize("name", ["index", "ledger"])
def test_a_newer_version(built: Site, warm: Warm, name: str) -> None:
    connection = sqlite3.connect(built.root / ".backfile" / f"{name}.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    check_mended(built, warm, f"the {name} in .backfile/ can't be used and is made anew: it has version 99")


@pytest.mark.parametrize("name", ["index", "ledger"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_database(built: Site, warm: Warm, name: str, share: float) -> None:
    path = built.root / ".backfile" / f"{name}.sqlite"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    check_mended(built, warm, "anew")


@pytest.mark.parametrize("name", ["index", "ledger"])
@pytest.mark.parametrize("seed", range(5))
def test_flipped_bytes(built: Site, warm: Warm, name: str, seed: int) -> None:
    """Damage to what SQLite needs is found and mended. What it can't see, a build into nothing shows."""
    chance = random.Random(f"{name} {seed}")
    path = built.root / ".backfile" / f"{name}.sqlite"
    whole, clean = path.read_bytes(), built.clean_tree()
    for _ in range(2):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        ended = warm.build(built.root)
        assert "Traceback" not in ended.err, ended.err
        assert ended.code in (0, 1), ended.err
        if differing(built.tree(), clean):
            assert warm.build(built.root, "--verify").code == 1
        path.unlink(missing_ok=True)
        assert warm.build(built.root).code == 0
        strange = differing(built.tree(), clean)
        # Without a ledger nobody knows which files are ours, so one with a garbled name may stay.
        assert [path for path in strange if path in clean] == []


@pytest.mark.parametrize("name", ["index", "ledger"])
@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
def test_what_another_database_left(built: Site, warm: Warm, tmp_path: Path, name: str, suffix: str) -> None:
    """A journal of some other database, as where a cache was restored over a build that was killed."""
    other = tmp_path / "other.sqlite"
    mode = "WAL" if suffix == "-wal" else "DELETE"
    script = f"""
import os, sqlite3
c = sqlite3.connect({str(other)!r}, isolation_level=None)
c.execute("PRAGMA journal_mode = {mode}")
c.execute("PRAGMA cache_size = 2")
c.execute("CREATE TABLE x (y)")
c.executemany("INSERT INTO x VALUES (?)", [("z" * 3000,)] * 40)
c.execute("BEGIN")
c.execute("UPDATE x SET y = upper(y)")
os.kill(os.getpid(), {int(signal.SIGKILL)})
"""
    run_killed(script)
    left = other.with_name(other.name + suffix)
    assert left.stat().st_size > 10_000
    shutil.copyfile(left, built.root / ".backfile" / f"{name}.sqlite{suffix}")
    check_mended(built, warm)


def run_killed(script: str) -> None:
    import subprocess
    import sys

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"post": 1, "body": 2}', b"\xff\xfe", b"[", b'{"post": {}}']
)
def test_a_damaged_record_of_a_last_good_page(built: Site, warm: Warm, content: bytes) -> None:
    (built.root / KEPT).write_bytes(content)
    ended = warm.build(built.root)
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    assert "2021-11-13-post20.md.json: it is damaged, so its post has no page" in ended.err
    assert differing(built.tree(), built.clean_tree()) == []


@pytest.mark.parametrize(
    "content", [b"category: [", b"category: x\n", b"\xff\xff", b"tag: {a: [b]}\n", b"- a\n"]
)
def test_a_damaged_registry_is_told_and_kept(built: Site, warm: Warm, content: bytes) -> None:
    before = built.tree()
    registry = built.root / "content" / "slugs.yaml"
    whole = registry.read_bytes()
    registry.write_bytes(content)
    ended = warm.build(built.root)
    assert ended.code == 1
    assert ended.err.startswith("content/slugs.yaml")
    assert "restore it from version control" in ended.err
    assert (built.tree(), registry.read_bytes()) == (before, content)
    registry.write_bytes(whole)
    assert warm.build(built.root).code == 0
    assert differing(built.tree(), built.clean_tree()) == []


def test_a_record_that_a_kill_left_behind_goes(built: Site, warm: Warm) -> None:
    """It would stand in for a later post of that name, with an old page."""
    record = (built.root / KEPT).read_bytes()
    built.write({BAD: post("好", "2021-11-13")})
    assert warm.build(built.root).code == 0
    built.write({KEPT: record, f"{KEPT[:-5]}x.tmp": b"{", BAD: post("更好", "2021-11-13")})
    assert warm.build(built.root).code == 0
    assert [path for path in (built.root / ".backfile/last-good").rglob("*") if path.is_file()] == []
