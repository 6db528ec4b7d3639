"""A host of pictures that behaves badly, on a port of this machine."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """An answer: status, bytes, further headers; `pause` in seconds before each of its pieces."""

    status: int = 200
    data: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    endless: bool = False


class Host(NamedTuple):
    """A running host: its address, the replies by path, and what was asked."""

    url: str
    replies: dict[str, Reply | Callable[[], Reply]]
    asked: Counter[str]
    seen: list[dict[str, str]]

    def serves(self, path: str, data: bytes = b"", status: int = 200, **headers: str) -> str:
        """Have the host answer at a path; return the address."""
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        self.replies[path] = Reply(status, data, named)
        return self.url + path


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked[self.path] += 1
            host.seen.append(dict(self.headers.items()))
            known = host.replies.get(self.path, Reply(404))
            reply = known() if callable(known) else known
            with suppress(OSError):
                self._answer(reply)

        def _answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Connection", "close")
            if not reply.endless:
                self.send_header("Content-Length", str(len(reply.data)))
            self.end_headers()
            if not reply.pause and not reply.endless:
                self.wfile.write(reply.data)
            for at in range(len(reply.data)) if reply.pause else ():
                time.sleep(reply.pause)
                self.wfile.write(reply.data[at : at + 1])
                self.wfile.flush()
            while reply.endless:
                self.wfile.write(b"\0" * 65536)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def running(name: str = "127.0.0.1") -> Iterator[Host]:
    """Run a host; `name` is how its address calls this machine."""
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    host = Host(f"http://{name}:{server.server_address[1]}", {}, Counter(), [])
    server.RequestHandlerClass = _handler(host)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
