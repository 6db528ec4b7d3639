"""Links to other sites, asked for on the loopback, with a clock of the tests' own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.addresses.requests import encoded
from generator.checks import external_answers
from generator.checks.check import Options, check
from generator.checks.context import ExternalOptions
from generator.checks.external_answers import refresh
from generator.checks.http_client import HttpClient
from generator.checks.rules.external import failing_links
from generator.core.model import Problem
from generator.core.paths import SitePaths
from generator.index.database import connect
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

DAY = 86_400
#: What a path is answered with: status, headers; a number of answers, of which the last one stays.
Answers = dict[str, list[tuple[int, dict[str, str]]]]


class FakeClock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_641_772_800.0
        self.waited: list[float] = []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waited.append(seconds)


class Server:
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self, answers: Answers) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                outer.asked.append(f"{self.command} {self.path}")
                outer.agents.add(self.headers["User-Agent"])
                left = answers.get(f"{self.command} {self.path}") or answers.get(self.path) or [(404, {})]
                status, headers = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = _answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@contextmanager
def serving(answers: Answers) -> Iterator[Server]:
    server = Server(answers)
    thread = threading.Thread(target=server.http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


Ask = Callable[..., list[Problem]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return what asks for addresses that a post links to, one a line."""
    monkeypatch.setenv("no_proxy", "*")

    def run(*urls: str, clock: FakeClock | None = None, days: int = 7) -> list[Problem]:
        clock = clock or FakeClock()
        connection = connect(Path(":memory:"))
        connection.execute("CREATE TABLE web_links (path, line, column, written, target)")
        rows = [("content/posts/a.md", n, 5, url, url) for n, url in enumerate(urls, 1)]
        connection.executemany("INSERT INTO web_links VALUES (?, ?, ?, ?, ?)", rows)
        options = ExternalOptions(tmp_path / "external.sqlite", days, "https://archive.example/")
        client = HttpClient("https://archive.example/", clock, timeout=5)
        try:
            refresh(connection, options, Reporter(), clock, client)
            return sorted(failing_links(connection))
        finally:
            connection.close()

    return run


def codes(problems: list[Problem]) -> list[str]:
    return [f"{one.line} {one.code}" for one in problems]


def test_what_is_there_and_what_is_not(ask: Ask) -> None:
    answers: Answers = {"/ok": [(200, {})], "/403": [(403, {})], "/500": [(500, {})], "/410": [(410, {})]}
    with serving(answers) as server:
        urls = [server.url + path for path in ("/ok", "/404", "/403", "/500", "/410")]
        assert codes(ask(*urls)) == [
            "2 external.gone", "3 external.refused", "4 external.failing", "5 external.gone",
        ]  # fmt: skip
    assert server.asked.count("HEAD /ok") == 1
    assert "GET /ok" not in server.asked
    assert next(iter(server.agents)).endswith("(link check; +https://archive.example/)")


def test_servers_that_do_not_know_head(ask: Ask) -> None:
    with serving({"HEAD /a": [(405, {})], "GET /a": [(200, {})]}) as server:
        assert ask(f"{server.url}/a") == []
    assert server.asked == ["HEAD /a", "GET /a"]


def test_redirects(ask: Ask) -> None:
    answers: Answers = {
        "/good": [(301, {"Location": "/there"})],
        "/now": [(302, {"Location": "/there"})],
        "/both": [(308, {"Location": "/now"})],
        "/lost": [(301, {"Location": "/404"})],
        "/round": [(301, {"Location": "/round"})],
        "/file": [(302, {"Location": "file:///etc/passwd"})],
        "/there": [(200, {})],
    }
    with serving(answers) as server:
        problems = ask(
            *(server.url + path for path in ("/good", "/now", "/both", "/lost", "/round", "/file"))
        )
        assert codes(problems) == [
            "1 external.moved", "3 external.moved", "4 external.gone", "5 external.unreachable",
            "6 external.unreachable",
        ]  # fmt: skip
        assert problems[0].hint == f"write {server.url}/there"
        assert problems[1].hint == f"write {server.url}/now"
        assert "file:, which is not http or https" in problems[4].message


def test_a_host_is_asked_with_pauses_and_left_alone_when_it_wants(ask: Ask) -> None:
    clock = FakeClock()
    with serving({"/a": [(200, {})], "/b": [(429, {"Retry-After": "30"}), (200, {})]}) as server:
        assert ask(f"{server.url}/a", f"{server.url}/b", clock=clock) == []
    assert clock.waited == [1.0, 30.0]


def test_a_host_that_wants_to_be_left_alone_for_long(ask: Ask) -> None:
    clock = FakeClock()
    with serving(
        {"/a": [(429, {"Retry-After": "Mon, 10 Jan 2022 01:00:00 GMT"})], "/b": [(404, {})]}
    ) as server:
        assert ask(f"{server.url}/a", f"{server.url}/b", clock=clock) == []
        assert server.asked == ["HEAD /a"]
        assert clock.waited == []


def test_answers_are_kept_for_a_while(ask: Ask) -> None:
    clock = FakeClock()
    with serving({"/ok": [(200, {})]}) as server:
        urls = (f"{server.url}/ok", f"{server.url}/gone")
        for _ in range(2):
            assert codes(ask(*urls, clock=clock)) == ["2 external.gone"]
        assert sorted(server.asked) == ["GET /gone", "HEAD /gone", "HEAD /ok"]
        clock.now += 2 * DAY
        ask(*urls, clock=clock)
        assert len(server.asked) == 5
        clock.now += 6 * DAY
        ask(*urls, clock=clock)
        assert server.asked.count("HEAD /ok") == 2
        ask(*urls, clock=clock, days=0)
        assert server.asked.count("HEAD /ok") == 3


def test_a_host_that_is_down_is_not_tried_for_ever(ask: Ask) -> None:
    with serving({}) as server:
        url = server.url
    clock = FakeClock()
    assert codes(ask(*(f"{url}/{n}" for n in range(4)), clock=clock)) == [
        f"{n} external.unreachable" for n in range(1, 5)
    ]
    assert clock.waited == [1.0]


def test_addresses_are_sent_in_ascii() -> None:
    assert encoded("http://例子.example:81/路 a?q=值&x=%20#f") == (
        "http://xn--fsqu00a.example:81/%E8%B7%AF%20a?q=%E5%80%BC&x=%20"
    )


def test_a_check_asks_when_it_is_told_to(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(external_answers, "_PAUSE", 0.0)
    with serving({"/ok": [(200, {})]}) as server:
        body = f"[x]({server.url}/ok) [y]({server.url}/gone#part)\n\n<{server.url}/original>"
        one = site({"posts/a.md": post(body=body, source_url=f"{server.url}/source")})
        assert codes_with(one, external=False) == []
        assert server.asked == []
        assert codes_with(one, external=True) == ["4:13", f"6:{body.index(')') + 7}", "8:2"]
    assert set(server.asked) == {"HEAD /ok", *(f"{how} /{what}" for how in ("HEAD", "GET") for what in
                                               ("gone", "original", "source"))}  # fmt: skip


def test_links_that_lead_to_the_site_of_the_original_are_asked_for(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(external_answers, "_PAUSE", 0.0)
    links = ("/a/1", "2.html", "?p=3", "../../../up", "/here.html")
    body = "".join([f"[甲]({link}) " for link in links]) + "![](p.png) ![](own.png)"
    with serving({"/x/y": [(200, {})]}) as server:
        one = site({
            "posts/a.md": post(body=body, source_url=f"{server.url}/x/y"),
            "posts/b.md": post(permalink="/here.html"),
            "posts/a/own.png": b"x",
        })  # fmt: skip
        places = [f"6:{body.index(part) + 1}" for part in (*links[:4], "p.png")]
        assert codes_with(one, external=True) == places
    assert {asked for asked in server.asked if asked.startswith("HEAD")} == {
        "HEAD /x/y", "HEAD /a/1", "HEAD /x/2.html", "HEAD /x/y?p=3", "HEAD /up", "HEAD /x/p.png",
    }  # fmt: skip


def codes_with(site: Site, *, external: bool) -> list[str]:
    """Return the places of what a check finds."""
    options = Options(NOW, jobs=1, external=external)
    with check(SitePaths.of(site.root), options, Reporter()) as checked:
        return [f"{one.line}:{one.column}" for one in checked.findings if one.code == "external.gone"]


def test_a_damaged_cache_is_made_anew(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "external.sqlite").write_bytes(b"nonsense" * 1000)
    with serving({"/ok": [(200, {})]}) as server:
        assert ask(f"{server.url}/ok") == []
    with sqlite3.connect(tmp_path / "external.sqlite") as cache:
        assert cache.execute("SELECT count(*) FROM answers").fetchone()[0] == 1
    assert external_answers._HOSTS == 4
