"""Searches need nothing of a server but files: with nginx, compressed or not, and with Python's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.stage import NEEDS_CHROMIUM
from tests.conftest import SiteMaker
from tests.publish.publications import free_port, wait_for_port
from tests.sites import post

pytestmark = NEEDS_CHROMIUM
NEEDS_NGINX = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
_SETTINGS = {
    "nginx": "gzip off;",
    "nginx with gzip": "gzip on; gzip_types *; gzip_min_length 1; gzip_http_version 1.0;",
}
_PARTS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def _serving(server: str, www: Path, folder: Path) -> Iterator[str]:
    """Run a server for a folder, with files of its own in another; yield its address."""
    port = free_port()
    command = (
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(www)]
        if server == "http.server"
        else ["nginx", "-c", str(_nginx(www, folder, port, _SETTINGS[server])), "-e", str(folder / "errors")]
    )
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for_port(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def _nginx(www: Path, folder: Path, port: int, settings: str) -> Path:
    """Return the file with the settings of nginx."""
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in _PARTS)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors; events {{}}"
        f"http {{ include /etc/nginx/mime.types; access_log off; {places} {settings}"
        f"server {{ listen 127.0.0.1:{port}; root {www}; }} }}"
    )
    return config


@pytest.mark.parametrize(
    "server", ["http.server", *(pytest.param(name, marks=NEEDS_NGINX) for name in _SETTINGS)]
)
def test_a_search_with_a_plain_server(browser: Browser, site: SiteMaker, tmp_path: Path, server: str) -> None:
    posts = {
        f"posts/{n}.md": post(f"第{n}篇", f"2021-01-{n:02}", f"今天{n}度。", slug=f"p{n}")
        for n in range(1, 15)
    }
    one = site(posts, "title: 旧闻馆\nsearch: full\n")
    one.build()
    shutil.copytree(one.output, tmp_path / "www" / "some" / "路")
    with _serving(server, tmp_path / "www", tmp_path) as root, browser.new_context() as context:
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{root}some/路/search.html?q=今天")
        expect(page.locator("[data-search-status]")).to_have_text("找到14篇")
        page.click("[data-search-more]")
        expect(page.locator("[data-search-results] > li")).to_have_count(14)
    assert {answer.status for answer in answers} <= {200, 304}
    files = [answer for answer in answers if "/search/" in answer.url]
    expected = "gzip" if server == "nginx with gzip" else ""
    assert {one.headers.get("content-encoding", "") for one in files} == {expected}
