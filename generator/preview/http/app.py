"""Answer the HTTP requests to a preview."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from generator.preview.http.allowed_hosts import AllowedHosts
from generator.preview.http.ranges import part_of
from generator.preview.http.server_sent_events import EventBroadcaster
from generator.preview.overlay import OWN, add_overlay, etag_of
from generator.preview.responder import PreviewResponse

#: Browsers must ask again each time: a preview shows the newest state.
_FRESH = {"Cache-Control": "no-cache"}
_OWN_FILES = {"preview.js": "text/javascript", "preview.css": "text/css"}
_METHODS = ["GET", "HEAD"]

#: The functions that answer for a path and a query, and with the page of all problems.
Respond = Callable[[str, str], Awaitable[PreviewResponse]]
RespondProblems = Callable[[], Awaitable[PreviewResponse]]


def make_app(
    respond: Respond,
    problems: RespondProblems,
    broadcaster: EventBroadcaster,
    hosts: AllowedHosts,
    *,
    reloads: bool,
) -> ASGIApp:
    """Return the application. If `reloads`, pages get the script that reloads them."""

    async def answer(request: Request) -> Response:
        return _response(request, await respond(request.scope["path"], request.url.query), reloads=reloads)

    async def all_problems(request: Request) -> Response:
        return _response(request, await problems(), reloads=reloads)

    async def events(_: Request) -> Response:
        return StreamingResponse(
            broadcaster.stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def own_file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _OWN_FILES:
            return PlainTextResponse("Not found", 404)
        data = files("generator.preview").joinpath("static", name).read_bytes()
        return Response(data, media_type=_OWN_FILES[name], headers=_FRESH)

    routes = [
        Route(f"{OWN}events", events, methods=["GET"]),
        Route(f"{OWN}problems", all_problems, methods=_METHODS),
        Route(f"{OWN}{{name}}", own_file, methods=_METHODS),
        Route("/{path:path}", answer, methods=_METHODS),
    ]
    return _Guard(Starlette(routes=routes), hosts)


def _response(request: Request, found: PreviewResponse, *, reloads: bool) -> Response:
    if found.location:
        return RedirectResponse(found.location, found.status, headers=_FRESH)
    headers = {**_FRESH, "Content-Type": found.content_type}
    if found.file is not None:
        return _file_response(request, found.file, headers)
    data = found.data or b""
    etag = etag_of(data, found.badges)
    headers["ETag"] = f'"{etag}"'
    if found.status == 200 and _is_known_file(request, headers["ETag"]):
        return Response(status_code=304, headers={**_FRESH, "ETag": headers["ETag"]})
    if found.is_page:
        data = add_overlay(data, found.badges, etag, reloads=reloads)
    if found.status != 200:
        return Response(data, found.status, headers)
    return _data_response(request, data, headers | {"Accept-Ranges": "bytes"})


def _data_response(request: Request, data: bytes, headers: dict[str, str]) -> Response:
    part = part_of(request.headers, headers["ETag"], len(data)) if request.method == "GET" else None
    if part is None:
        return Response(data, 200, headers)
    if not part:
        return Response(status_code=416, headers={**_FRESH, "Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{len(data)}"
    return Response(data[part.start : part.stop], 206, headers)


def _file_response(request: Request, file: Path, headers: dict[str, str]) -> Response:
    try:
        response = FileResponse(file, 200, headers, stat_result=file.stat())
    except OSError:
        return PlainTextResponse("The file is gone.", 404, _FRESH)
    etag = response.headers["etag"]
    if _is_known_file(request, etag):
        return Response(status_code=304, headers={**_FRESH, "ETag": etag})
    return response


def _is_known_file(request: Request, etag: str) -> bool:
    """Tell whether the browser has this version already (RFC 9110, section 13.1.2)."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known


class _Guard:
    """Answers only requests to allowed names."""

    def __init__(self, app: ASGIApp, hosts: AllowedHosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if not self._hosts.allows(host):
                text = f"This preview does not answer to the name {host!r}; --allow-host NAME adds one.\n"
                await PlainTextResponse(text, 421)(scope, receive, send)
                return
        await self._app(scope, receive, send)
