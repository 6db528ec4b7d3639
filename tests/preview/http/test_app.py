from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from generator.preview.http.allowed_hosts import AllowedHosts
from generator.preview.http.app import make_app
from generator.preview.http.server_sent_events import EventBroadcaster
from generator.preview.overlay import Badge
from generator.preview.responder import PreviewResponse
from tests.preview.requests import request

PAGE = b"<html><body><p>x</p></body></html>"


def app_of(shown: dict[str, PreviewResponse], *, reloads: bool = True) -> ASGIApp:
    async def show(address: str, query: str) -> PreviewResponse:
        return shown.get(address + query, PreviewResponse(404, data=PAGE))

    async def problems() -> PreviewResponse:
        return PreviewResponse(200, data=b"problems")

    return make_app(show, problems, EventBroadcaster(), AllowedHosts("127.0.0.1", ()), reloads=reloads)


def test_a_page_is_dressed_and_known_by_its_etag() -> None:
    app = app_of({"/": PreviewResponse(200, data=PAGE)})
    answer = request(app, "/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    etag = answer.headers["etag"]
    assert f"data-mark={etag}" in answer.text
    again = request(app, "/", {"If-None-Match": f'W/"x", {etag}'})
    assert (again.status, again.content, again.headers["etag"]) == (304, b"", etag)
    assert request(app, "/", method="HEAD").headers["etag"] == etag
    assert (
        request(
            app_of({"/": PreviewResponse(200, data=PAGE, badges=(Badge("draft", "draft"),))}), "/"
        ).headers["etag"]
        != etag
    )


def test_without_reloads_a_page_goes_out_as_it_is() -> None:
    assert request(app_of({"/": PreviewResponse(200, data=PAGE)}, reloads=False), "/").content == PAGE


def test_only_pages_are_dressed() -> None:
    shown = {
        "/feed.xml": PreviewResponse(200, "application/xml", PAGE),
        "/a.txt": PreviewResponse(200, "text/plain", PAGE),
    }
    for address in shown:
        assert request(app_of(shown), address).content == PAGE


def test_a_page_that_is_not_there_reloads_as_well() -> None:
    answer = request(app_of({}), "/nothing.html", {"If-None-Match": "*"})
    assert answer.status == 404
    assert "preview.js" in answer.text


def test_redirects() -> None:
    answer = request(app_of({"/x": PreviewResponse(308, location="/x/")}), "/x")
    assert (answer.status, answer.headers["location"]) == (308, "/x/")


def test_files_in_ranges(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"0123456789")
    app = app_of({"/a.mp4": PreviewResponse(200, "video/mp4", file=tmp_path / "a.mp4")})
    whole = request(app, "/a.mp4")
    assert (whole.content, whole.headers["content-type"]) == (b"0123456789", "video/mp4")
    part = request(app, "/a.mp4", {"Range": "bytes=2-4"})
    assert (part.status, part.content) == (206, b"234")
    assert part.headers["content-range"] == "bytes 2-4/10"
    assert request(app, "/a.mp4", {"Range": "bytes=20-"}).status == 416
    assert request(app, "/a.mp4", {"If-None-Match": whole.headers["etag"]}).status == 304
    (tmp_path / "a.mp4").unlink()
    assert request(app, "/a.mp4").status == 404


def test_pages_in_ranges() -> None:
    app = app_of({"/a.txt": PreviewResponse(200, "text/plain", b"0123456789")})
    whole = request(app, "/a.txt")
    assert whole.headers["accept-ranges"] == "bytes"
    part = request(app, "/a.txt", {"Range": "bytes=2-4", "If-Range": whole.headers["etag"]})
    assert (part.status, part.content, part.headers["content-length"]) == (206, b"234", "3")
    assert part.headers["content-range"] == "bytes 2-4/10"
    assert part.headers["etag"] == whole.headers["etag"]
    beyond = request(app, "/a.txt", {"Range": "bytes=10-"})
    assert (beyond.status, beyond.content, beyond.headers["content-range"]) == (416, b"", "bytes */10")
    assert request(app, "/a.txt", {"Range": "bytes=2-4"}, method="HEAD").status == 200
    assert request(app_of({}), "/none", {"Range": "bytes=2-4"}).status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", ""])
def test_other_hosts_are_not_answered(host: str) -> None:
    answer = request(app_of({"/": PreviewResponse(200, data=PAGE)}), "/", host=host)
    assert answer.status == 421
    assert "--allow-host" in answer.text


def test_its_own_files() -> None:
    app = app_of({})
    assert request(app, "/-/backfile/preview.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert request(app, "/-/backfile/preview.css").headers["content-type"] == "text/css; charset=utf-8"
    assert request(app, "/-/backfile/problems").text.startswith("problems")
    for name in ("page.html", "..%2fapp.py", "%2e%2e/app.py", "__init__.py"):
        assert request(app, f"/-/backfile/{name}").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(method: str) -> None:
    assert request(app_of({}), "/", method=method).status == 405


def test_all_who_listen_are_told() -> None:
    async def told() -> list[str]:
        broadcaster = EventBroadcaster()
        streams = [broadcaster.stream(), broadcaster.stream()]
        first = [await anext(stream) for stream in streams]
        broadcaster.send("change", "pages")
        broadcaster.close()
        return [*first, *[text for stream in streams async for text in stream]]

    assert asyncio.run(told()) == ["retry: 500\n\n"] * 2 + ["event: change\ndata: pages\n\n"] * 2


def test_waiting_for_a_change_comes_to_an_end() -> None:
    async def waited() -> None:
        broadcaster = EventBroadcaster()
        await broadcaster.wait_for_change(0.001)
        waiting = asyncio.ensure_future(broadcaster.wait_for_change(60))
        await asyncio.sleep(0)
        broadcaster.send("change")
        await waiting

    asyncio.run(waited())
