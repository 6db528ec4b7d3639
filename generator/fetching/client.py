"""Ask for one picture over HTTP, after redirects, within all limits."""

from __future__ import annotations

import ssl
import time
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore

from generator import __version__
from generator.addresses.requests import encoded
from generator.fetching.network import CheckedBackend, ForbiddenError
from generator.fetching.options import FetchOptions
from generator.pictures.addresses import host_of
from generator.system.network_errors import seconds_to_wait

_REDIRECTS = 5
_MOVED = frozenset((301, 302, 303, 307, 308))
#: Seconds for a connection, and for each part of an answer.
_CONNECT, _READ = 10.0, 20.0
_WAIT = frozenset((429, 503))

#: `got`: its bytes. `failed`: the host answers, without a picture. `refused`: it is not one to keep.
#: `forbidden`: it may not be asked for. `busy`: later. `unreachable`: the host does not answer.
Kind = Literal["got", "failed", "refused", "forbidden", "busy", "unreachable"]


class Answer(NamedTuple):
    """The answer of a host. `wait`: seconds for which it does not want further requests.

    `type`: the media type that it says; "" for none, or one that says nothing.
    """

    kind: Kind
    data: bytes = b""
    why: str = ""
    wait: float = 0.0
    type: str = ""


class PictureClient:
    """Asks for pictures. It may be used by several threads."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        contact = f"; +{options.site}" if options.site else ""
        self._headers = {
            "User-Agent": f"Backfile/{__version__} (keeps the pictures of a news archive{contact})",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
        }
        self._tls = ssl.create_default_context()

    def get(self, address: str) -> Answer:
        """Return the answer for an address. Raises nothing for what hosts and networks do."""
        deadline = time.monotonic() + self._options.timeout
        here, seen = address, {address}
        for _ in range(_REDIRECTS + 1):
            answer, there = self._once(here, deadline)
            if not there:
                return answer
            try:
                here = urljoin(here, there)
                scheme = urlsplit(here).scheme
            except ValueError:
                return Answer("failed", why="it redirects to what is no address")
            if scheme not in ("http", "https"):
                return Answer("failed", why=f"it redirects to {scheme}:, which is not http or https")
            if here in seen:
                return Answer("failed", why="it redirects in a circle")
            seen.add(here)
        return Answer("failed", why=f"it redirects more than {_REDIRECTS} times")

    def _once(self, address: str, deadline: float) -> tuple[Answer, str]:
        """Return the answer for one address, and where it redirects to, or ""."""
        try:
            url = encoded(address)
        except ValueError:
            return Answer("failed", why="it is not an address"), ""
        backend = CheckedBackend(deadline, allow_private=self._options.allow_private)
        try:
            # One for each request: hosts are asked too rarely to keep connections open.
            with (
                httpcore.ConnectionPool(ssl_context=self._tls, network_backend=backend) as pool,
                pool.stream("GET", url, headers=self._sent(here=address), extensions=_timeouts()) as response,
            ):
                return self._answer(response)
        except ForbiddenError as error:
            return Answer("forbidden", why=str(error)), ""
        except httpcore.TimeoutException:
            return Answer("unreachable", why="it does not answer in time"), ""
        except (httpcore.NetworkError, OSError) as error:
            return Answer("unreachable", why=str(error) or "it can't be reached"), ""
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError) as error:
            return Answer("failed", why=f"its answer can't be understood ({error})"), ""

    def _sent(self, here: str) -> list[tuple[str | bytes, str | bytes]]:
        """Return the headers for an address."""
        host = host_of(here)
        for name, referer in {**REFERERS, **self._options.referers}.items():
            if host == name or host.endswith(f".{name}"):
                return [*self._headers.items(), ("Referer", referer)]
        return [*self._headers.items()]

    def _answer(self, response: httpcore.Response) -> tuple[Answer, str]:
        headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        status = response.status
        if status in _MOVED and (there := headers.get(b"location", "")):
            return Answer("failed"), _decoded(there)
        if status in _WAIT:
            wait = seconds_to_wait(headers.get(b"retry-after", ""), time.time())
            return Answer("busy", why=f"it answers {status}", wait=wait), ""
        if status != 200:
            return Answer("failed", why=f"it answers {status}"), ""
        if headers.get(b"content-encoding", "identity").lower() != "identity":
            return Answer("failed", why="it sends the picture compressed"), ""
        answer = self._read(response, headers.get(b"content-length", ""))
        return answer._replace(type=_media_type(headers.get(b"content-type", ""))), ""

    def _read(self, response: httpcore.Response, length: str) -> Answer:
        most = self._options.max_bytes
        too_large = Answer("refused", why=f"it has more than {most:,} bytes")
        if length.isdigit() and int(length) > most:
            return too_large
        data = bytearray()
        for piece in response.iter_stream():
            data += piece
            if len(data) > most:
                return too_large
        return Answer("got", bytes(data)) if data else Answer("failed", why="its answer is empty")


#: Hosts that serve pictures only to pages of their own, and the page that is named for them.
REFERERS = {"sinaimg.cn": "https://weibo.com/"}


def _timeouts() -> dict[str, dict[str, float]]:
    return {"timeout": {"connect": _CONNECT, "read": _READ, "write": _READ, "pool": _CONNECT}}


def _decoded(location: str) -> str:
    """Return a Location that may be in UTF-8, which is not allowed but usual."""
    return location.encode("latin-1").decode("utf-8", "replace").strip()


#: Names that say nothing, and other names for types.
_NO_TYPES = frozenset(("application/octet-stream", "binary/octet-stream", "image/*", "image"))
_SAME_TYPES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
    "image/svg": "image/svg+xml",
}


def _media_type(header: str) -> str:
    """Return the media type of a header, without its parameters."""
    name = header.partition(";")[0].strip().lower()
    return "" if name in _NO_TYPES else _SAME_TYPES.get(name, name)
