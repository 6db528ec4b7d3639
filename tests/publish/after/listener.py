"""A server that plays the services which are told of changes: it keeps what it is sent, and can refuse it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl


class Sent(NamedTuple):
    """A request."""

    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The body as the fields of a form."""
        return parse_qsl(self.body)


class Said(NamedTuple):
    """An answer; -1 drops the connection."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = {}


@dataclass
class Listener:
    """What was sent, and what is answered: the answers of `says` in turn, then 200."""

    sent: list[Sent] = field(default_factory=list)
    says: list[Said] = field(default_factory=list)
    url: str = ""


@contextmanager
def listen() -> Iterator[Listener]:
    """Serve one on this machine."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            listener.sent.append(Sent(self.path, dict(self.headers), body))
            said = listener.says.pop(0) if listener.says else Said()
            if said.status == -1:
                self.connection.close()
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body.encode())))
            self.end_headers()
            self.wfile.write(said.body.encode())

        def do_GET(self) -> None:
            listener.sent.append(Sent(self.path, dict(self.headers), "GET"))
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
