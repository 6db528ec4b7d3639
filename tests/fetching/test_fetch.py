"""Pictures are asked for politely and safely, kept once, and never asked for twice."""

from __future__ import annotations

import socket
import struct
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import httpcore
import pytest

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.fetching import asking
from generator.fetching import fetch as module
from generator.fetching.fetch import fetch
from generator.fetching.limits import Limit
from generator.fetching.options import FetchOptions
from generator.fetching.report import FetchReport
from generator.fetching.wayback import Service
from generator.pictures.entry import Entry
from generator.pictures.registry import read_registry
from generator.pictures.store import PictureStore
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.fetching.hosts import Host, Reply, running
from tests.pictures.samples import keep, lose, picture
from tests.sites import Site, post

pytestmark = pytest.mark.slow

OPTIONS = FetchOptions(pause=0, per_host=4, allow_private=True, max_bytes=100_000, timeout=5)


def showing(site: SiteMaker, addresses: Sequence[str]) -> Site:
    """Return a built archive with a post for each picture; the first one is the newest."""
    posts = {
        f"posts/{number:03}.md": post(
            f"题{number}", f"2021-12-{28 - number:02} 08:00", f'<p>字<img src="{address}"></p>'
        )
        for number, address in enumerate(addresses)
    }
    archive = site(posts)
    archive.build()
    return archive


def run(archive: Site, options: FetchOptions = OPTIONS) -> FetchReport:
    return fetch(SitePaths.of(archive.root), PictureStore(archive.root / "pictures"), options, Reporter())


def on_day(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    for one in (asking, module):
        monkeypatch.setattr(one, "now_text", lambda: f"{day}T08:00:00Z")


def known(archive: Site, address: str) -> Entry:
    return read_registry(archive.root)[address]


def png_of(width: int, height: int) -> bytes:
    """Return a small PNG that says it has so many pixels, all of them black."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    data = b"".join([packer.compress(row) for _ in range(min(height, 3000))]) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_picture_is_kept_and_shown_and_not_asked_for_again(site: SiteMaker, host: Host) -> None:
    data = picture(60, 40)
    archive = showing(site, [host.serves("/a.png", data), host.serves("/b.png", data)])
    report = run(archive)
    assert (report.count("kept"), host.asked) == (2, {"/a.png": 1, "/b.png": 1})
    entry = known(archive, f"{host.url}/a.png")
    assert (entry.status, entry.type, entry.width, entry.height) == ("kept", "image/png", 60, 40)
    assert len(list(PictureStore(archive.root / "pictures").digests())) == 1
    archive.build()
    assert host.url not in archive.page("2021/12/28/000.html")
    assert run(archive).count("kept") == 0
    assert host.asked.total() == 2


def test_the_newest_posts_come_first_and_a_limit_ends_a_run(site: SiteMaker, host: Host) -> None:
    addresses = [host.serves(f"/{number}.png", picture(10 + number, 10)) for number in range(6)]
    archive = showing(site, addresses)
    report = run(archive, OPTIONS._replace(per_host=1, limit=Limit(pictures=2)))
    assert sorted(host.asked) == ["/0.png", "/1.png"]
    assert report.as_json()["totals"]["left"] == 4
    assert run(archive).count("kept") == 4
    assert set(host.asked.values()) == {1}


def test_hosts_learn_who_asks_and_nothing_of_the_page(site: SiteMaker, host: Host) -> None:
    archive = showing(site, [host.serves("/a.png", picture())])
    run(archive, OPTIONS._replace(site="https://old.example/"))
    assert "+https://old.example/" in host.seen[0]["User-Agent"]
    assert not {"Referer", "Cookie"} & host.seen[0].keys()


def test_a_host_that_wants_a_referer_gets_the_one_in_site_yaml(site: SiteMaker, host: Host) -> None:
    archive = showing(site, [host.serves("/a.png", picture())])
    run(archive, OPTIONS._replace(referers={"127.0.0.1": "https://weibo.example/"}))
    assert host.seen[0]["Referer"] == "https://weibo.example/"


@pytest.mark.parametrize("status", [404, 410, 403, 500])
def test_a_dead_picture_is_lost_after_three_days(
    site: SiteMaker, host: Host, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    address = host.serves("/a.png", status=status)
    archive = showing(site, [address])
    for day, expected in (("2022-01-05", "failed"), ("2022-01-06", "failed"), ("2022-01-08", "lost")):
        on_day(monkeypatch, day)
        run(archive)
        run(archive)
        assert known(archive, address).status == expected
    assert host.asked["/a.png"] == 3
    on_day(monkeypatch, "2022-01-09")
    run(archive)
    assert host.asked["/a.png"] == 3
    entry = known(archive, address)
    assert (entry.day, entry.why) == ("2022-01-08", f"it answers {status}")
    archive.build()
    page = archive.page("2021/12/28/000.html")
    assert "<img" not in page
    assert (
        f'<a href="{address}" rel="noopener noreferrer nofollow">图片已失（127.0.0.1，2022-01-08）</a>'
        in page
    )


def test_a_host_that_comes_back_is_asked_on_request(
    site: SiteMaker, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{host.url}/a.png"
    archive = showing(site, [address])
    for day in ("2022-01-05", "2022-01-06", "2022-01-07"):
        on_day(monkeypatch, day)
        run(archive)
    assert known(archive, address).status == "lost"
    archive.build()
    host.serves("/a.png", picture())
    assert run(archive, OPTIONS._replace(again=True)).count("kept") == 1
    archive.build()
    assert "assets/pictures/" in archive.page("2021/12/28/000.html")
    assert archive.tree() == archive.clean_tree()


def test_a_host_without_an_answer_is_left_alone_for_the_run(site: SiteMaker) -> None:
    with running() as gone:
        addresses = [f"{gone.url}/{number}.png" for number in range(9)]
    archive = showing(site, addresses)
    report = run(archive, OPTIONS._replace(per_host=1))
    assert (report.count("failed"), report.count("skipped")) == (3, 6)
    assert len(read_registry(archive.root)) == 3


def test_retry_after_is_honoured(site: SiteMaker, host: Host) -> None:
    replies = [Reply(429, headers=(("Retry-After", "1"),)), Reply(200, picture())]
    times: list[float] = []

    def reply() -> Reply:
        times.append(time.monotonic())
        return replies[len(times) - 1]

    host.replies["/a.png"] = reply
    archive = showing(site, [f"{host.url}/a.png"])
    assert run(archive).count("kept") == 1
    assert times[1] - times[0] >= 1


def test_a_host_that_wants_a_long_pause_is_not_asked_further(site: SiteMaker, host: Host) -> None:
    addresses = [host.serves(f"/{n}.png", status=429, Retry_After="3600") for n in range(5)]
    archive = showing(site, addresses)
    report = run(archive, OPTIONS._replace(per_host=1))
    assert (host.asked.total(), report.count("skipped")) == (1, 5)
    assert read_registry(archive.root) == {}


def test_slow_and_endless_answers_end(site: SiteMaker, host: Host) -> None:
    host.replies["/slow.png"] = Reply(200, picture(), pause=0.2)
    host.replies["/endless.png"] = Reply(200, endless=True)
    slow, endless = f"{host.url}/slow.png", f"{host.url}/endless.png"
    archive = showing(site, [slow, endless])
    run(archive, OPTIONS._replace(timeout=1.0))
    assert (known(archive, slow).status, known(archive, slow).why) == ("failed", "it does not answer in time")
    entry = known(archive, endless)
    assert (entry.status, entry.why) == ("lost", "it has more than 100,000 bytes")


def test_bombs_and_wrong_types_are_not_kept(site: SiteMaker, host: Host) -> None:
    bomb = host.serves("/bomb.png", png_of(30_000, 30_000))
    html = host.serves("/page.png", b"<html><body>Log in</body></html>", Content_Type="image/png")
    half = host.serves("/half.png", picture(300, 200)[:200])
    empty = host.serves("/empty.png", b"")
    named = host.serves("/named.txt", picture(), Content_Type="text/plain")
    archive = showing(site, [bomb, html, half, empty, named])
    run(archive)
    assert (known(archive, bomb).status, known(archive, bomb).hash) == ("lost", "")
    assert "30,000 × 30,000 pixels" in known(archive, bomb).why
    assert {known(archive, one).status for one in (html, half, empty)} == {"failed"}
    assert known(archive, named).type == "image/png"
    archive.build()
    assert "bomb.png" in archive.page("2021/12/28/000.html")
    assert "<img" not in archive.page("2021/12/28/000.html")


def test_redirects_are_followed_with_care(site: SiteMaker, host: Host) -> None:
    host.serves("/there.png", picture())
    good = host.serves("/good.png", status=302, Location="/there.png")
    circle = host.serves("/circle.png", status=302, Location="/circle.png")
    file = host.serves("/file.png", status=302, Location="file:///etc/passwd")
    odd = host.serves("/odd.png", status=302, Location="http://[bad/")
    long = [host.serves(f"/l{n}", status=301, Location=f"/l{n + 1}") for n in reversed(range(9))].pop()
    metadata = host.serves("/meta.png", status=302, Location="http://169.254.169.254/latest/")
    archive = showing(site, [good, circle, file, odd, long, metadata])
    report = run(archive)
    assert known(archive, good).status == "kept"
    assert "circle" in known(archive, circle).why
    assert "file:" in known(archive, file).why
    assert {known(archive, one).status for one in (circle, file, odd, long)} == {"failed"}
    assert report.count("refused") == 1
    assert metadata not in read_registry(archive.root)


def test_private_addresses_are_not_asked_unless_allowed(
    site: SiteMaker, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = showing(site, [host.serves("/a.png", picture()), "http://169.254.169.254/b.png"])
    report = run(archive, OPTIONS._replace(allow_private=False))
    assert (report.count("refused"), host.asked.total()) == (2, 0)
    assert read_registry(archive.root) == {}


def test_a_name_is_resolved_once_for_check_and_connection(
    site: SiteMaker, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads to a public address first, and to this machine at the next look, reaches neither."""
    from generator.fetching import network

    port = int(host.url.rpartition(":")[2])
    looked: list[str] = []

    def rebinding(name: str, number: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        looked.append(name)
        ip = "203.0.113.1" if len(looked) == 1 else "127.0.0.1"
        return [(2, 1, 6, "", (ip, number))]

    connected: list[str] = []
    inner = httpcore.SyncBackend

    class Recording(inner):  # type: ignore[misc, valid-type]
        def connect_tcp(self, address: str, *rest: object, **named: object) -> object:
            connected.append(address)
            raise httpcore.ConnectError("unreachable here")

    monkeypatch.setattr(network, "is_allowed", lambda text, *, allow_private: text == "203.0.113.1")
    monkeypatch.setattr(httpcore, "SyncBackend", Recording)
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    host.serves("/a.png", picture())
    archive = showing(site, [f"http://img.example:{port}/a.png"])
    run(archive, OPTIONS._replace(allow_private=False))
    assert (looked, connected, host.asked.total()) == (["img.example"], ["203.0.113.1"], 0)


def test_a_picture_that_changes_at_its_host_stays_as_it_was(site: SiteMaker, host: Host) -> None:
    address = host.serves("/a.png", picture(colour="teal"))
    archive = showing(site, [address])
    run(archive)
    first = known(archive, address)
    host.serves("/a.png", picture(colour="red"))
    run(archive)
    assert host.asked["/a.png"] == 1
    PictureStore(archive.root / "pictures").remove(first.hash)
    report = run(archive)
    assert report.count("changed") == 1
    assert known(archive, address) == first


def test_a_substitute_is_refused(site: SiteMaker, host: Host) -> None:
    import hashlib

    data = picture(colour="grey")
    address = host.serves("/a.png", data)
    archive = showing(site, [address])
    run(archive, OPTIONS._replace(refuse=(hashlib.sha256(data).hexdigest(),)))
    assert known(archive, address).status == "lost"
    assert list(PictureStore(archive.root / "pictures").digests()) == []


def test_a_substitute_that_is_recognised_later_leaves_the_archive(site: SiteMaker, host: Host) -> None:
    data = picture(colour="grey")
    addresses = [host.serves(f"/{number}.png", data) for number in range(5)]
    archive = showing(site, addresses)
    report = run(archive)
    (suspect,) = report.as_json()["suspects"]
    assert (suspect["host"], suspect["addresses"]) == ("127.0.0.1", 5)
    assert "sent the same picture for 5 addresses" in "\n".join(report.lines())
    again = run(archive, OPTIONS._replace(refuse=(suspect["digest"],)))
    assert again.as_json()["suspects"] == []
    assert {known(archive, one).status for one in addresses} == {"lost"}
    assert list(PictureStore(archive.root / "pictures").digests()) == []


def test_svg_is_kept_where_it_runs_and_loads_nothing(site: SiteMaker, host: Host) -> None:
    start = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">'
    )
    good = host.serves("/good.svg", f'{start}<rect width="9" fill="url(#a)"/></svg>'.encode())
    inside = (
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<image x:href="https://x.example/a.png"/>',
        "<style>@import url(https://x.example/a.css)</style>",
        '<a href="javascript:alert(1)"/>',
        '<rect fill="url(https://x.example/a)"/>',
        "<foreignObject/>",
    )
    bad = [host.serves(f"/{n}.svg", f"{start}{one}</svg>".encode()) for n, one in enumerate(inside)]
    bad.append(host.serves("/d.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + f"{start}&a;</svg>".encode()))
    archive = showing(site, [good, *bad])
    run(archive)
    assert (known(archive, good).status, known(archive, good).width) == ("kept", 40)
    assert {known(archive, one).status for one in bad} == {"lost"}
    archive.build()
    page = archive.page("2021/12/28/000.html")
    assert '.svg" alt=""' in page
    assert "<svg" not in page.partition("<!--body-->")[2].partition("<!--/body-->")[0]


def test_the_wayback_machine_has_a_copy(site: SiteMaker, host: Host) -> None:
    address, other = "http://gone.invalid/a.png?x=1", "http://gone.invalid/b.png"
    archive = showing(site, [address, other])
    lose(archive.root, address)
    lose(archive.root, other)
    answer = b'{"archived_snapshots": {"closest": {"available": true, "timestamp": "20211227010203"}}}'
    found = f"/available?{urlencode({'url': address, 'timestamp': '20211228'})}"
    host.serves(found, answer)
    host.serves(
        f"/available?{urlencode({'url': other, 'timestamp': '20211227'})}", b'{"archived_snapshots": {}}'
    )
    copy = host.serves(f"/web/20211227010203id_/{address}", picture())
    service = Service(f"{host.url}/available", f"{host.url}/web")
    options, paths = OPTIONS._replace(wayback=True), SitePaths.of(archive.root)
    report = fetch(paths, PictureStore(archive.root / "pictures"), options, Reporter(), service)
    assert (report.count("kept"), report.count("failed")) == (1, 1)
    assert known(archive, address).origin == copy
    assert known(archive, other).status == "lost"
    archive.build()
    assert f'title="{copy}"' in archive.page("2021/12/28/000.html")
    assert archive.tree() == archive.clean_tree()


def test_without_an_index_there_is_nothing_to_ask_for(site: SiteMaker) -> None:
    with pytest.raises(BackfileError, match="build first"):
        run(site())


def test_halves_of_files_are_removed_and_half_a_line_does_no_harm(site: SiteMaker, host: Host) -> None:
    addresses = [host.serves("/a.png", picture()), host.serves("/b.png", picture(50, 50))]
    archive = showing(site, addresses)
    digest = keep(archive.root, addresses[0], picture(), when="2022-01-01T00:00:00Z")
    (archive.root / "pictures" / digest[:2] / ".half.1").write_bytes(b"x")
    with open(next(Path(archive.root, "content/pictures").iterdir()), "a") as file:
        file.write('{"address": "https://img.exa')
    run(archive)
    assert host.asked == {"/b.png": 1}
    assert not list(Path(archive.root, "pictures").rglob(".half*"))
    assert archive.build().problems == ()
