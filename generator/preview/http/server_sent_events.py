"""Send server-sent events (html.spec.whatwg.org, section 9.2) to the open pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

#: Seconds without an event after which a comment is sent, so that closed connections are noticed.
_KEEPALIVE = 15.0
#: Milliseconds after which a browser connects again.
_RETRY = 500


class EventBroadcaster:
    """Sends events to all listeners; only for the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._changed = asyncio.Event()
        self._closed = False

    def send(self, event: str, data: str = "") -> None:
        """Send an event to all listeners."""
        for listener in self._listeners:
            listener.put_nowait(f"event: {event}\ndata: {data}\n\n")
        if event == "change":
            self._changed.set()
            self._changed = asyncio.Event()

    async def wait_for_change(self, timeout: float) -> None:
        """Wait for the next `change` event, at most `timeout` seconds."""
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return

    def close(self) -> None:
        """End all streams, and streams that start later."""
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """Yield the events from now on as text of an event stream."""
        listener: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            text: str | None = f"retry: {_RETRY}\n\n"
            while text is not None:
                yield text
                if self._closed and listener.empty():
                    return
                try:
                    text = await asyncio.wait_for(listener.get(), _KEEPALIVE)
                except TimeoutError:
                    text = ": still here\n\n"
        finally:
            self._listeners.discard(listener)
