"""A server on this machine whose answers a test decides."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FeedServer(ThreadingHTTPServer):
    """Answers by path. `seen` are the requests: their paths with the headers that they had."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.feed = b""
        self.etag = '"1"'
        self.media_type = "application/rss+xml; charset=utf-8"
        self.stopped = threading.Event()
        self.seen: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: FeedServer

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        with suppress(ConnectionError):
            getattr(self, f"answer_{self.path.strip('/').partition('.')[0].replace('-', '_')}")()

    def answer_feed(self) -> None:
        if self.server.etag and self.headers.get("If-None-Match") == self.server.etag:
            self.send(304)
        else:
            self.send(200, self.server.feed, ETag=self.server.etag)

    def answer_dated(self) -> None:
        stamp = "Mon, 03 Jan 2022 01:00:00 GMT"
        if self.headers.get("If-Modified-Since") == stamp:
            self.send(304)
        else:
            self.send(200, self.server.feed, Last_Modified=stamp)

    def answer_plain(self) -> None:
        self.send(200, self.server.feed)

    def answer_packed(self) -> None:
        self.send(200, gzip.compress(self.server.feed), Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self.send(200, gzip.compress(b" " * 3_000_000), Content_Encoding="gzip")

    def answer_damaged(self) -> None:
        self.send(200, b"no gzip", Content_Encoding="gzip")

    def answer_moved(self) -> None:
        self.send(301, Location="/feed")

    def answer_elsewhere(self) -> None:
        self.send(302, Location="/feed")

    def answer_loop(self) -> None:
        self.send(302, Location="/loop")

    def answer_to_file(self) -> None:
        self.send(301, Location="file:///etc/hostname")

    def answer_gone(self) -> None:
        self.send(410)

    def answer_missing(self) -> None:
        self.send(404)

    def answer_closed(self) -> None:
        self.send(403)

    def answer_busy(self) -> None:
        self.send(429, Retry_After="3600")

    def answer_unchanged(self) -> None:
        self.send(304)

    def answer_silent(self) -> None:
        self.server.stopped.wait(20)

    def answer_drip(self) -> None:
        """Send a byte of a header now and then, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not self.server.stopped.wait(0.05):
            self.wfile.write(b"x")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.stopped.is_set():
            self.wfile.write(b"<item>" * 10_000)

    def answer_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.feed) + 100))
        self.end_headers()
        self.wfile.write(self.server.feed)

    def send(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": self.server.media_type, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    """Run a server."""
    server = FeedServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
