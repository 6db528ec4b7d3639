"""Server-sent events (html.spec.whatwg.org, section 9.2): browsers that wait are told what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

#: Seconds after which a line is sent where nothing happened, so that a browser that went away is noticed.
_PULSE = 15.0
#: Milliseconds after which a browser asks again when the preview was stopped.
_RETRY = 500


class Hub:
    """Tells what happened to all who listen; only for the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self._changed = asyncio.Event()
        self._closed = False

    def send(self, event: str, data: str = "") -> None:
        """Tell an event to all."""
        for listener in self._listeners:
            listener.put_nowait(f"event: {event}\ndata: {data}\n\n")
        if event == "change":
            self._changed.set()
            self._changed = asyncio.Event()

    async def changed(self, patience: float) -> None:
        """Wait until something changed, but no more than some seconds."""
        try:
            await asyncio.wait_for(self._changed.wait(), patience)
        except TimeoutError:
            return

    def close(self) -> None:
        """End all streams, and those to come."""
        self._closed = True
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """Yield what is sent from now on, as text of an event stream."""
        listener: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            text: str | None = f"retry: {_RETRY}\n\n"
            while text is not None:
                yield text
                if self._closed and listener.empty():
                    return
                try:
                    text = await asyncio.wait_for(listener.get(), _PULSE)
                except TimeoutError:
                    text = ": still here\n\n"
        finally:
            self._listeners.discard(listener)
