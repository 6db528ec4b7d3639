"""A feed is fetched within bounds; what goes wrong is one sentence."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from generator.core.errors import BackfileError
from generator.importers.feeds.fetch import Bounds, Fetched, Validators, fetch
from tests.importers.feeds.server import FeedServer, feed_server

BOUNDS = Bounds(seconds=5, size=1_000_000)


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    with feed_server() as one:
        one.feed = b"<rss>" + b"x" * 100_000
        yield one


def get(server: FeedServer, path: str, known: Validators = Validators(), bounds: Bounds = BOUNDS) -> Fetched:  # noqa: B008
    return fetch(server.url(path), known, "https://archive.example/", bounds)


@pytest.mark.parametrize("path", ["/feed", "/plain", "/packed", "/dated"])
def test_a_feed(server: FeedServer, path: str) -> None:
    found = get(server, path)
    assert (found.data, found.media_type, found.moved) == (server.feed, server.media_type, "")


def test_a_server_learns_who_asks(server: FeedServer) -> None:
    get(server, "/feed")
    agent = server.seen[-1][1]["user-agent"]
    assert agent.startswith("Backfile/")
    assert agent.endswith("(feed import; +https://archive.example/)")


@pytest.mark.parametrize("path", ["/feed", "/dated"])
def test_what_has_not_changed_is_not_sent(server: FeedServer, path: str) -> None:
    first = get(server, path)
    again = get(server, path, first.validators)
    assert (again.data, again.validators.etag) == (None, "")


def test_redirects_are_followed_and_those_for_good_are_told(server: FeedServer) -> None:
    assert get(server, "/elsewhere").moved == ""
    found = get(server, "/moved")
    assert (found.moved, found.url, found.data) == (server.url("/feed"), server.url("/feed"), server.feed)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/missing", "the server answers 404"),
        ("/gone", "gone for good"),
        ("/closed", "does not let programs read it"),
        ("/busy", "Retry-After: 3600"),
        ("/unchanged", "the server answers 304"),
        ("/loop", "redirects more than 5 times"),
        ("/to-file", "redirects to file:"),
        ("/bomb", "more than 1,000,000 bytes"),
        ("/endless", "more than 1,000,000 bytes"),
        ("/damaged", "it is damaged"),
        ("/short", "ended 100 bytes too early"),
    ],
)
def test_what_goes_wrong_is_told(server: FeedServer, path: str, reason: str) -> None:
    with pytest.raises(BackfileError, match=reason) as caught:
        get(server, path)
    assert str(caught.value).startswith(server.url(path))


@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_a_slow_server_is_not_waited_for(server: FeedServer, path: str) -> None:
    with pytest.raises(BackfileError, match=r"not read within 0\.3 seconds|does not answer in time"):
        get(server, path, bounds=Bounds(seconds=0.3))


@pytest.mark.parametrize("url", ["http://", "http://a b/", "http://[::1", f"http://{'a' * 300}.example/"])
def test_addresses_that_cannot_be(url: str) -> None:
    with pytest.raises(BackfileError):
        fetch(url, Validators(), "", BOUNDS)


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(BackfileError, match="it refuses connections; try again later"):
        fetch(f"http://127.0.0.1:{port}/", Validators(), "", BOUNDS)
