"""Serve a preview: open a port, run the server and the preview, and stop at a signal."""

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
from generator.preview.http.allowed_hosts import AllowedHosts
from generator.preview.http.app import make_app
from generator.preview.http.server_sent_events import EventBroadcaster
from generator.preview.index_process import IndexProcess
from generator.preview.options import PreviewOptions
from generator.system.stop_signals import Signals, catch_signals

#: Seconds that open responses have to end when the server is stopped.
_CLOSE_TIMEOUT = 1


def serve(paths: SitePaths, options: PreviewOptions, log: Callable[[str], None]) -> None:
    """Serve a preview until a signal arrives. Raises BackfileError if it can't start or go on."""
    with catch_signals() as signals:
        # Before the rest: the process may be a fork, and must not start with threads.
        index_process = IndexProcess(paths, options.jobs)
        idle = False
        try:
            listener = listen_at(options.host, options.port)
            url = url_of(options.host, listener)
            log(f"{paths.root} is shown at {url} (Ctrl-C ends it)")
            if options.opens:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            idle = asyncio.run(_run(paths, options, log, index_process, listener, signals))
        finally:
            index_process.end(idle=idle)


async def _run(
    paths: SitePaths,
    options: PreviewOptions,
    log: Callable[[str], None],
    index_process: IndexProcess,
    listener: socket.socket,
    signals: Signals,
) -> bool:
    """Run until a signal arrives or the preview can't go on; return whether the index process is idle."""
    broadcaster = EventBroadcaster()
    controller = Controller(paths, index_process, broadcaster, log, polls=options.polls)
    hosts = AllowedHosts(options.host, options.allowed)
    app = make_app(controller.respond, controller.problems, broadcaster, hosts, reloads=options.reloads)
    if options.logs_requests:
        app = _LoggingApp(app, log)
    server = _Server(app, broadcaster.close)
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
    """A server without signal handlers, which closes the open event streams when it stops."""

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
                timeout_graceful_shutdown=_CLOSE_TIMEOUT,
            )
        )
        self._closing = closing
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Set no signal handlers: `serve` has set its own before."""
        yield

    def stop(self) -> None:
        """Stop soon."""
        self.should_exit = True
        with suppress(RuntimeError):  # The loop is closed: it has ended.
            self._loop.call_soon_threadsafe(self._closing)


class _LoggingApp:
    """Logs each request with the status of its response."""

    def __init__(self, app: ASGIApp, log: Callable[[str], None]) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_and_log(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._log(f"{scope['method']} {scope['path']!r}: {message['status']}")
            await send(message)

        await self._app(scope, receive, send_and_log if scope["type"] == "http" else send)


def listen_at(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises BackfileError, with the cure, if there can be none."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except (socket.gaierror, UnicodeError) as error:
        why = getattr(error, "strerror", "") or "it is not a host name"
        raise BackfileError(f"--host {host}: there is no such host here ({why})") from None
    except OSError as error:
        raise BackfileError(_port_error(host, port, error)) from None


def _port_error(host: str, port: int, error: OSError) -> str:
    cures = {
        errno.EADDRINUSE: f"a different program uses it; stop it, or use a free port: --port {port + 1}",
        errno.EACCES: "this user may not use it; use a port above 1023: --port 8000",
        errno.EADDRNOTAVAIL: "this machine has no such address; --host 127.0.0.1 always works",
    }
    return f"port {port} of {host}: {cures.get(error.errno or 0, error.strerror)}"


def url_of(host: str, listener: socket.socket) -> str:
    """Return the address for a browser on this machine."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104, compared with
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
