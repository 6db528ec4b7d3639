"""The whole of it: a process, files that are saved, and what a browser gets."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import SiteMaker
from tests.notifications.test_watcher import SAVES
from tests.preview.commands import PATIENCE, ROOT, served
from tests.sites import Site, post, without_index

ARCHIVE = {"posts/2021/2021-12-28-a.md": post("甲"), "posts/2021/2021-12-27-b.md": post("乙", "2021-12-27")}
PAGE = "2021/12/28/a.html"
FILE = "content/posts/2021/2021-12-28-a.md"


def says(word: str) -> Callable[[int, str], bool]:
    return lambda status, text: status == 200 and word in text


def is_read(status: int, text: str) -> bool:
    """Tell whether the whole archive is shown, not a sample of it."""
    return status == 200 and "reading" not in text


def test_a_save_is_shown_and_told(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    with served(archive.root) as preview:
        preview.wait_for(PAGE, is_read)
        with preview.events() as events:
            archive.write({FILE: post("丙")})
            assert events.readline() == b"event: change\n"
            assert events.readline() == b"data: pages\n"
        assert "丙" in preview.wait_for(PAGE, says("丙"))
        assert "丙" in preview.wait_for("", says("丙"))
        preview.wait_to_say(r"2021-12-28-a.md: 1 read, [\d.]+ s")
        assert not archive.output.exists()
        assert preview.stop() == 0


@pytest.mark.parametrize("how", SAVES)
def test_editors(site: SiteMaker, how: str) -> None:
    archive = site(ARCHIVE)
    file = archive.root / FILE
    with served(archive.root) as preview:
        preview.wait_for(PAGE, is_read)
        SAVES[how](file, "---\ntitle: 甲\n")
        assert FILE in preview.wait_for(PAGE, lambda status, _: status == 500)
        SAVES[how](file, post("丁"))
        preview.wait_for(PAGE, says("丁"))


def test_a_burst_of_files_then_folders_that_move_and_go(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    with served(archive.root) as preview:
        preview.wait_for("", is_read)
        archive.write({f"content/posts/n/{n}.md": post(f"第 {n}", "2022-01-05") for n in range(500)})
        for n in (0, 499):
            preview.wait_for(f"2022/01/05/{n}.html", says(f"第 {n}"))
        preview.wait_for("archive/2022.html", says("500"))
        (archive.root / "content/posts/n").rename(archive.root / "content/posts/m")
        archive.write({"content/posts/m/7.md": post("动", "2022-01-05")})
        preview.wait_for("2022/01/05/7.html", says("动"))
        shutil.rmtree(archive.root / "content/posts/m")
        preview.wait_for("2022/01/05/7.html", lambda status, _: status == 404)
        preview.wait_for("archive/2022.html", lambda status, _: status == 404)
        assert sum("read" in line for line in preview.said) < 20


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_checkout(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    git(archive, "init", "-q")
    git(archive, "add", "site.yaml", "content")
    git(archive, "commit", "-qm", "first")
    archive.write({f"content/posts/{n}.md": post(f"第 {n}", "2022-01-05") for n in range(100)})
    archive.write({FILE: post("丙")})
    git(archive, "add", "content")
    git(archive, "commit", "-qm", "second")
    with served(archive.root) as preview:
        preview.wait_for("2022/01/05/99.html", is_read)
        git(archive, "checkout", "-q", "HEAD~1")
        preview.wait_for("2022/01/05/99.html", lambda status, _: status == 404)
        preview.wait_for(PAGE, says("甲"))
        git(archive, "checkout", "-q", "-")
        preview.wait_for("2022/01/05/99.html", says("第 99"))
        preview.wait_for(PAGE, says("丙"))


def git(site: Site, *words: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", *identity, *words], cwd=site.root, check=True)


def test_templates_and_settings_that_break_and_are_mended(site: SiteMaker) -> None:
    archive = site(ARCHIVE, "title: 旧闻馆\ntheme: own\n")
    archive.write({"themes/own/theme.yaml": "inherits: default\n"})
    with served(archive.root) as preview:
        preview.wait_for(PAGE, is_read)
        archive.write({"themes/own/templates/post.html": "<p>{% if %}\n"})
        assert "themes/own/templates/post.html:1" in preview.wait_for(PAGE, lambda status, _: status == 500)
        archive.write({"themes/own/templates/post.html": "<p>mended {{ post.title }}"})
        preview.wait_for(PAGE, says("mended 甲"))
        archive.write({"site.yaml": "title: 旧闻馆\nthem: own\n"})
        assert "site.yaml:2:1" in preview.wait_for("", lambda status, _: status == 500)
        archive.write({"site.yaml": "title: 新闻馆\n"})
        preview.wait_for("", says("新闻馆"))
        assert preview.stop() == 0
        assert "Traceback" not in "".join(preview.said)


def test_where_the_system_does_not_tell(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    with served(archive.root, "--poll") as preview:
        preview.wait_for(PAGE, is_read)
        archive.write({FILE: post("丙"), "site.yaml": "title: 新闻馆\n"})
        preview.wait_for(PAGE, says("丙"))
        preview.wait_for("", says("新闻馆"))


def test_a_post_is_shown_before_the_rest_is_read(site: SiteMaker) -> None:
    archive = site(ARCHIVE | {f"posts/{n}.md": post(f"第 {n}", "2022-01-05") for n in range(3000)})
    with served(archive.root) as preview:
        assert preview.get(PAGE)[0] == 200
        assert preview.get()[0] == 200
        preview.wait_for("archive/2022/01/05.html", is_read)


def test_no_reload(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    archive.build()
    with served(archive.root, "--no-reload", "--log-requests") as preview:
        assert preview.wait_for(PAGE, is_read) == archive.page(PAGE)
        preview.wait_to_say(f"GET '/{PAGE}': 200")
        for path, data in without_index(archive.tree()).items():
            assert preview.get_bytes(quote(path)) == (200, data), path


def test_other_hosts_and_what_is_outside(site: SiteMaker) -> None:
    with served(site(ARCHIVE).root) as preview:
        preview.wait_for(PAGE, is_read)
        for target in ("/../site.yaml", "/%2e%2e/site.yaml", "/..%5csite.yaml", "/%00", "/.backfile/lock"):
            assert b" 404 " in raw(preview.url, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n")
        assert b" 421 " in raw(preview.url, "GET / HTTP/1.1\r\nHost: evil.example\r\n")
        assert b" 200 " in raw(preview.url, "GET / HTTP/1.1\r\nHost: [::1]:80\r\n")


def raw(url: str, request: str) -> bytes:
    """Send a request as it stands; return the first line of the answer."""
    port = int(url.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(f"{request}Connection: close\r\n\r\n".encode())
        return connection.makefile("rb").readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_all_that_belongs_to_it(site: SiteMaker, number: int) -> None:
    archive = site(ARCHIVE)
    with served(archive.root) as preview, preview.events():
        preview.wait_for(PAGE, is_read)
        children = children_of(preview.process.pid)
        assert preview.stop(number) == 0
        wait_for_the_end_of(children)
    assert not list((archive.root / ".backfile/preview").glob("*-wal"))


def test_a_signal_while_the_archive_is_read(site: SiteMaker) -> None:
    archive = site({f"posts/{n}.md": post(f"第 {n}", "2022-01-05") for n in range(3000)})
    with served(archive.root) as preview:
        children = children_of(preview.process.pid)
        assert preview.stop() == 0
        wait_for_the_end_of(children)
    with served(archive.root) as preview:
        preview.wait_for("archive/2022/01/05.html", is_read)


def test_a_kill_leaves_no_process(site: SiteMaker) -> None:
    with served(site(ARCHIVE).root) as preview:
        preview.wait_for(PAGE, is_read)
        children = children_of(preview.process.pid)
        preview.process.kill()
        wait_for_the_end_of(children)


def test_the_death_of_its_other_process_ends_it_with_a_sentence(site: SiteMaker) -> None:
    with served(site(ARCHIVE).root) as preview:
        preview.wait_for(PAGE, is_read)
        for child in children_of(preview.process.pid):
            os.kill(child, signal.SIGKILL)
        preview.wait_to_say("the process that reads posts was killed")
        assert preview.process.wait(PATIENCE) == 1


def children_of(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    if not path.exists():
        pytest.skip("needs Linux, which lists the children of a process")
    return [int(child) for child in path.read_text().split()]


def wait_for_the_end_of(processes: list[int]) -> None:
    assert processes
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def refused(archive: Site, port: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "serve", str(archive.root), "--port", str(port)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)


def test_a_port_in_use(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = refused(archive, port)
    assert ended.returncode == 1
    assert f"--port {port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_second_preview(site: SiteMaker) -> None:
    archive = site(ARCHIVE)
    with served(archive.root) as first:
        first.wait_for(PAGE, is_read)
        ended = refused(archive, 0)
    assert ended.returncode == 3
    assert re.fullmatch(r"backfile: another preview shows this archive \(process \d+\); .+\n", ended.stderr)


def test_what_is_open_is_answered_when_asked_by_name(site: SiteMaker) -> None:
    with served(site(ARCHIVE).root, "--allow-host", "desk.local") as preview:
        asked = urllib.request.Request(preview.url, headers={"Host": "desk.local"})
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("host", ["a..b", ".local", "x" * 64])
def test_a_host_that_can_not_be_is_told(site: SiteMaker, host: str) -> None:
    command = [sys.executable, "-m", "generator", "serve", str(site(ARCHIVE).root), "--host", host]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"backfile: --host {host}: there is no such host here")
