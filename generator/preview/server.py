"""The server: a port, signals, and the preview behind it."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.preview.controller import Controller
from generator.preview.http.allowed_hosts import Hosts
from generator.preview.http.app import make_app
from generator.preview.http.server_sent_events import Hub
from generator.preview.index_process import IndexProcess
from generator.preview.options import Choices
from generator.preview.signals import Signals, heard

#: Seconds that answers have to come to their end when the server is stopped.
_PATIENCE = 1


def serve(paths: SitePaths, choices: Choices, say: Callable[[str], None]) -> None:
    """Serve a preview until a signal comes. Raises BackfileError when that can't be done, or not go on."""
    with heard() as signals:
        index_process = IndexProcess(
            paths, choices.jobs
        )  # Before the rest: it may be a fork, and should have no threads.
        idle = False
        try:
            listener = bound(choices.host, choices.port)
            url = url_of(choices.host, listener)
            say(f"{paths.root} is shown at {url} (Ctrl-C ends it)")
            if choices.opens:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            idle = asyncio.run(_run(paths, choices, say, index_process, listener, signals))
        finally:
            index_process.end(idle=idle)


async def _run(
    paths: SitePaths,
    choices: Choices,
    say: Callable[[str], None],
    index_process: IndexProcess,
    listener: socket.socket,
    signals: Signals,
) -> bool:
    """Run until a signal comes or the preview can't go on; return whether the indexer has nothing to do."""
    hub = Hub()
    controller = Controller(paths, index_process, hub, say, polls=choices.polls)
    hosts = Hosts(choices.host, choices.allowed)
    app = make_app(controller.show, controller.problems, hub, hosts, reloads=choices.reloads)
    if choices.tells_requests:
        app = _ReportingApp(app, say)
    server = _Server(app, hub.close)
    signals.send_to(server.stop)
    running = asyncio.create_task(controller.run())
    running.add_done_callback(lambda _: server.stop())
    try:
        await server.serve(sockets=[listener])
    finally:
        running.cancel()
        (outcome,) = await asyncio.gather(running, return_exceptions=True)
        await controller.close()
    if isinstance(outcome, Exception):
        raise outcome
    return controller.idle


class _Server(uvicorn.Server):
    """Hears no signals itself, and ends together with the streams of events that are open."""

    def __init__(self, app: ASGIApp, closing: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_PATIENCE,
            )
        )
        self._closing = closing
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: they are heard since before there was a server."""
        yield

    def stop(self) -> None:
        """End soon."""
        self.should_exit = True
        with suppress(RuntimeError):  # The loop is closed: it has ended.
            self._loop.call_soon_threadsafe(self._closing)


class _ReportingApp:
    """Tells each request and what became of it."""

    def __init__(self, app: ASGIApp, say: Callable[[str], None]) -> None:
        self._app = app
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._say(f"{scope['method']} {scope['path']!r}: {message['status']}")
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises BackfileError with the cure when that can't be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except (socket.gaierror, UnicodeError) as error:
        why = getattr(error, "strerror", "") or "that is no name of a host"
        raise BackfileError(f"--host {host}: there is no such host here ({why})") from None
    except OSError as error:
        raise BackfileError(_refused(host, port, error)) from None


def _refused(host: str, port: int, error: OSError) -> str:
    cures = {
        errno.EADDRINUSE: f"another program uses it; stop that, or take another: --port {port + 1}",
        errno.EACCES: "this user may not; take one above 1023: --port 8000",
        errno.EADDRNOTAVAIL: "this machine has no such address; --host 127.0.0.1 is always there",
    }
    return f"port {port} of {host}: {cures.get(error.errno or 0, error.strerror)}"


def url_of(host: str, listener: socket.socket) -> str:
    """Return the address to give to a browser on this machine."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104, compared with
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
