"""Requests to an application without a network, as a server hands them on (asgi.readthedocs.io)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


class Answer(NamedTuple):
    """What an application answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


def request(
    app: ASGIApp,
    target: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    host: str = "127.0.0.1:8000",
) -> Answer:
    """Send a request for a target, percent-encoded, and return the whole answer."""
    return asyncio.run(_requested(app, target, {"host": host, **(headers or {})}, method))


async def _requested(app: ASGIApp, target: str, headers: Mapping[str, str], method: str) -> Answer:
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(target),
        "raw_path": target.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    start, *rest = messages
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(message.get("body", b"") for message in rest))
