"""Passes connections on to a scheduler, and counts what goes through."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Relay:
    """The address of the relay, and the bytes that came from the scheduler and went to it."""

    address: str = ""
    received: int = 0
    sent: int = 0

    def _pump(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                setattr(self, name, getattr(self, name) + len(data))
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def serve(self, listening: socket.socket, scheduler: tuple[str, int]) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            server = socket.create_connection(scheduler)
            for source, target, name in ((client, server, "sent"), (server, client, "received")):
                threading.Thread(target=self._pump, args=(source, target, name), daemon=True).start()


@contextmanager
def relayed(address: str) -> Iterator[Relay]:
    """Relay to the scheduler at an address."""
    host, _, port = address.removeprefix("tcp://").partition(":")
    relay = Relay()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        relay.address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        threading.Thread(target=relay.serve, args=(listening, (host, int(port))), daemon=True).start()
        yield relay
        listening.shutdown(socket.SHUT_RDWR)
