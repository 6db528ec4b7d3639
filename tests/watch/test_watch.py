"""A watch as a process: what it builds, how it stops, and what it does when something fails."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.system.lock import hold
from tests.conftest import SiteMaker
from tests.crashes import faults
from tests.notifications.test_watcher import SAVES
from tests.sites import Site, post
from tests.test_regressions import differing
from tests.watch.watching import PATIENCE, ROOT, Watching, watching

POSTS = {f"posts/2021/{letter}.md": post(f"标题{letter}", tags="[甲]") for letter in "abcd"}


def clean(site: Site) -> dict[str, bytes]:
    """Return what a clean build makes by the clock of today."""
    return site.clean_tree(now=time.time_ns() // 1000)


def wait_until_clean(watch: Watching, site: Site) -> None:
    """Wait for batches until the output is that of a clean build."""
    wanted = clean(site)
    deadline = time.monotonic() + PATIENCE
    while (left := differing(site.tree(), wanted)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == [], (watch.said, watch.seen)


def test_posts_that_come_change_and_go(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        first = watch.wait_for("batch")
        assert (first["cause"], first["paths"], first["published"]) == ("start", None, 4)
        archive.write({"content/posts/2021/e.md": post("新")})
        batch = watch.wait_for("batch", lambda one: one["outputs"]["written"])
        assert (batch["cause"], batch["paths"]) == ("changes", ["content/posts/2021/e.md"])
        assert batch["published"] == 5
        assert batch["waited"] >= 0.3
        archive.write({"content/posts/2021/a.md": None})
        assert watch.wait_for("batch", lambda one: one["outputs"]["removed"])["posts"] == 4
        (archive.root / "content/posts/2021").rename(archive.root / "content/posts/2020")
        wait_until_clean(watch, archive)
        assert watch.stop() == 0
    assert differing(archive.tree(), clean(archive)) == []


@pytest.mark.parametrize("how", SAVES)
def test_saves_of_all_kinds(site: SiteMaker, how: str) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        SAVES[how](archive.root / "content/posts/2021/a.md", post("保存"))
        watch.wait_for("batch", lambda one: one["outputs"]["written"])
        wait_until_clean(watch, archive)


def test_posts_that_come_together_are_one_batch(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        archive.write({f"content/posts/2021/n{number}.md": post() for number in range(60)})
        batch = watch.wait_for("batch", lambda one: one["outputs"]["written"])
        assert len(batch["paths"]) == 60


def test_settings_and_themes(site: SiteMaker) -> None:
    archive = site(POSTS).write({"themes/own/theme.yaml": "inherits: default\n"})
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        archive.write({"site.yaml": "title: 别名\ntheme: own\n"})
        watch.wait_for("batch", lambda one: one["outputs"]["written"])
        assert "别名" in archive.page("index.html")
        archive.write({"themes/own/templates/home.html": "自家"})
        watch.wait_for("batch", lambda one: one["outputs"]["written"])
        wait_until_clean(watch, archive)


def test_a_post_comes_due_and_expires(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        soon = datetime.now(UTC) + timedelta(seconds=5)
        gone = soon + timedelta(seconds=15)
        archive.write({"content/posts/soon.md": post("将来", soon.isoformat(), expires=gone.isoformat())})
        watch.wait_for("batch", lambda one: one["published"] == 5)
        batch = watch.wait_for("batch", lambda one: one["published"] == 4)
        assert (batch["cause"], batch["paths"]) == ("time", [])
        assert datetime.now(UTC) >= gone


def test_random_edits_end_as_a_clean_build(site: SiteMaker) -> None:
    chance = random.Random(7)
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        for number in range(60):
            _edit(archive, chance, number)
            time.sleep(chance.choice([0, 0, 0.05, 0.5]))
        wait_until_clean(watch, archive)
        assert watch.stop() == 0


def _edit(archive: Site, chance: random.Random, number: int) -> None:
    folder = archive.root / "content/posts"
    present = sorted(folder.rglob("*.md"))
    what = chance.choice(["add", "add", "change", "remove", "rename", "folder", "break"])
    one = chance.choice(present) if present else folder / "a.md"
    month = f"{chance.randint(1, 12):02}"
    if what == "add" or not present:
        text = post(f"篇{number}", f"2021-{month}-03", categories=f"[类{number % 3}]", tags="[甲, 乙]")
        archive.write({f"content/posts/{chance.choice('xyz')}/{number}.md": text})
    elif what == "change":
        one.write_text(post(f"改{number}", f"2021-{month}-04"))
    elif what == "break":
        one.write_text("---\ntitle: [\n")
    elif what == "remove":
        one.unlink()
    elif what == "rename":
        one.rename(one.with_name(f"r{number}.md"))
    elif one.parent != folder:
        one.parent.rename(folder / f"f{number}")


def test_problems_are_told_once(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        assert watch.wait_for("batch")["problems"] == []
        archive.write({"content/posts/bad.md": post(date="nonsense")})
        found = watch.wait_for("batch", lambda one: one["problems"])["problems"]
        assert [problem["path"] for problem in found] == ["content/posts/bad.md"]
        archive.write({"content/posts/2021/e.md": post()})
        batch = watch.wait_for("batch", lambda one: one["outputs"]["written"])
        assert (batch["problems"], batch["solved"], batch["quarantined"]) == ([], 0, 1)
        archive.write({"content/posts/bad.md": None})
        assert watch.wait_for("batch", lambda one: one["solved"])["problems"] == []


def test_a_failure_is_reported_and_the_next_batch_makes_up_for_it(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        archive.write({"site.yaml": "titel: x\n"})
        assert "site.yaml:1:1" in watch.wait_for("failed")["text"]
        archive.write({"content/posts/2021/e.md": post("新")})
        time.sleep(1)
        archive.write({"site.yaml": "title: 旧闻馆\n"})
        watch.wait_for("batch", lambda one: one["published"] == 5)
        wait_until_clean(watch, archive)


def test_it_waits_for_another_build(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        with hold(archive.root / ".backfile" / "lock"):
            archive.write({"content/posts/2021/e.md": post("新")})
            text = watch.wait_for("failed")["text"]
            assert f"another build or publication of this archive is running (process {os.getpid()})" in text
        batch = watch.wait_for("batch")
        assert batch["published"] == 5


def test_other_commands_can_be_used_between_batches(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        build = subprocess.run(
            [sys.executable, "-m", "generator", "build", str(archive.root), "--drafts"], cwd=ROOT, check=False
        )
        assert build.returncode == 0
        archive.write({"content/posts/2021/e.md": post("新")})
        watch.wait_for("batch", lambda one: one["outputs"]["written"])
        wait_until_clean(watch, archive)


def test_a_second_watch_is_refused(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        with watching(archive.root) as second:
            assert second.process.wait(PATIENCE) == 3
            second.wait_to_say("another `backfile watch` is at work on this archive")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_batch(site: SiteMaker, tmp_path: Path, number: int) -> None:
    archive = site(POSTS)
    mark = tmp_path / "begun"
    with watching(archive.root, "--exec", f"touch {mark}; sleep 2; touch {mark}.done") as watch:
        while not mark.exists():
            time.sleep(0.02)
        assert watch.stop(number) == 0
        assert mark.with_name("begun.done").exists()
    assert differing(archive.tree(), clean(archive)) == []


def test_a_second_signal_ends_it_at_once(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(POSTS)
    mark = tmp_path / "begun"
    with watching(archive.root, "--exec", f"echo $$ > {mark}; exec sleep 600") as watch:
        while not (mark.exists() and mark.read_text().endswith("\n")):
            time.sleep(0.02)
        watch.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert watch.process.poll() is None
        assert watch.stop() == -signal.SIGTERM
        os.kill(int(mark.read_text()), signal.SIGKILL)  # It would keep standard error open.


@pytest.mark.parametrize("seed", range(3))
def test_one_that_is_killed_leaves_no_process_and_the_next_mends(site: SiteMaker, seed: int) -> None:
    chance = random.Random(seed)
    files = {f"posts/2021/{number}.md": post(f"篇{number}") for number in range(40)}
    archive = site(files, "title: 旧闻馆\nbuild: {bad_posts_percent: 100}\n")
    for _ in range(3):
        with watching(archive.root, "--jobs", "2") as watch:
            for number in range(chance.randrange(1, 30)):
                _edit(archive, chance, 1000 * seed + number)
                time.sleep(0.05)
            children = faults.children(watch.process.pid)
            watch.process.kill()
            watch.process.wait()
        deadline = time.monotonic() + PATIENCE
        while any(Path(f"/proc/{child}/cmdline").exists() for child in children):
            assert time.monotonic() < deadline
            time.sleep(0.02)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        wait_until_clean(watch, archive)


def test_the_process_that_watches_files_is_started_again(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        (observer,) = faults.children(watch.process.pid)
        os.kill(observer, signal.SIGKILL)
        assert "changes may have been missed" in watch.wait_for("note")["text"]
        archive.write({"content/posts/2021/e.md": post("新")})
        watch.wait_for("batch", lambda one: one["published"] == 5)
        archive.write({"content/posts/2021/f.md": post("又")})
        assert watch.wait_for("batch", lambda one: one["published"] == 6)["cause"] == "changes"


def test_content_that_is_replaced(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root) as watch:
        watch.wait_for("batch")
        content = archive.root / "content"
        content.rename(archive.root / "away")
        shutil.copytree(archive.root / "away", content)
        archive.write({"content/posts/2021/e.md": post("新")})
        watch.wait_for("batch", lambda one: one["published"] == 5)
        archive.write({"content/posts/2021/f.md": post("又")})
        watch.wait_for("batch", lambda one: one["published"] == 6)
    assert any("changes may have been missed" in one.get("text", "") for one in watch.seen)


def test_without_notifications_it_looks_itself(site: SiteMaker) -> None:
    archive = site(POSTS)
    with watching(archive.root, "--poll") as watch:
        watch.wait_for("batch")
        archive.write({"content/posts/2021/e.md": post("新")})
        batch = watch.wait_for("batch", lambda one: one["outputs"]["written"])
        assert (batch["cause"], batch["published"]) == ("look", 5)


def test_batches_are_published_and_a_command_is_run(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(POSTS)
    told = tmp_path / "told"
    command = f"env | grep ^BACKFILE_ >> {told}; exit 7"
    with watching(archive.root, "--publish", str(tmp_path / "www"), "--exec", command) as watch:
        watch.wait_for("published")
        assert watch.wait_for("command")["code"] == 7
        archive.write({"content/posts/2021/e.md": post("新")})
        assert watch.wait_for("published")["sent"]["new"] >= 1
        watch.wait_for("command")
        watch.wait_to_say("ended with 7")
        assert watch.stop() == 0
    said = told.read_text().splitlines()
    assert {"BACKFILE_BATCH=1", "BACKFILE_CAUSE=changes", "BACKFILE_PUBLISHED=1"} <= set(said)
    assert f"BACKFILE_CHANGES={archive.root}/.backfile/changes.json" in said
    assert (tmp_path / "www/current/index.html").read_bytes() == archive.tree()["index.html"]


def test_a_publication_that_fails_is_tried_again(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(POSTS, config=f"title: x\npublish:\n  target: {tmp_path}/www\n")
    (tmp_path / "www").write_text("in the way")
    with watching(archive.root, "--publish") as watch:
        failed = watch.wait_for("not-published")
        assert failed["retry"] == 10
        assert str(tmp_path / "www") in failed["text"]
        (tmp_path / "www").unlink()
        watch.wait_for("published")
    assert (tmp_path / "www/current/index.html").exists()
