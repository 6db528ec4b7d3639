"""Fetch a feed over HTTP, if it has changed, within bounds of time and size."""

from __future__ import annotations

import http.client
import threading
import time
import zlib
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, UnknownHandler

from generator import __version__
from generator.addresses.requests import encoded
from generator.core.errors import BackfileError
from generator.system.network_errors import reason

_REDIRECTS = 5
_FOR_GOOD = (301, 308)
_FOR_NOW = (302, 303, 307)
_CHUNK = 65_536
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


class Bounds(NamedTuple):
    """How long a server may take in all, in seconds, and how many bytes its answer may have, unpacked."""

    seconds: float = 60.0
    size: int = 16_000_000


class Validators(NamedTuple):
    """What a server said of a feed when it was read last (RFC 9110, 8.8); "" for nothing."""

    etag: str = ""
    last_modified: str = ""


class Fetched(NamedTuple):
    """The answer of a server. `data` is None if the feed has not changed.

    `moved` is the address to which it has moved for good, or "". `media_type` is its Content-Type.
    """

    data: bytes | None
    media_type: str
    url: str
    moved: str
    validators: Validators


def fetch(url: str, known: Validators, site: str, bounds: Bounds) -> Fetched:
    """Return the feed at an address. Raises BackfileError if it can't be had.

    `known` is sent, so that the server need not send what has not changed. `site` is the URL of the archive,
    which is sent so that the server's owner knows who asks.
    """
    results: list[Fetched | Exception] = []

    def work() -> None:
        try:
            results.append(_Client(known, site, bounds).fetched(url))
        except Exception as error:
            results.append(error)

    # A server that sends a byte now and then is never late for a single read. So the work is done aside,
    # and left to itself when the time is over.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(bounds.seconds)
    if not results:
        raise BackfileError(f"{url}: it was not read within {bounds.seconds:g} seconds; try again later")
    result = results[0]
    if isinstance(result, BackfileError):
        raise result
    if isinstance(result, OSError | http.client.HTTPException | ValueError):
        raise BackfileError(f"{url}: {reason(result)}; try again later") from result
    if isinstance(result, Exception):
        raise result
    return result


class _Client:
    def __init__(self, known: Validators, site: str, bounds: Bounds) -> None:
        self._bounds = bounds
        self._end = time.monotonic() + bounds.seconds
        self._headers = {
            "User-Agent": f"Backfile/{__version__} (feed import{f'; +{site}' if site else ''})",
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
        }
        self._conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        self._headers |= {name: value for name, value in self._conditions.items() if value}
        self._opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), UnknownHandler()):
            self._opener.add_handler(handler)

    def fetched(self, url: str) -> Fetched:
        """Return the answer for an address, after redirects."""
        here, moved, for_good = url, "", True
        for _ in range(_REDIRECTS + 1):
            answer = self._once(here, url, moved)
            if isinstance(answer, Fetched):
                return answer
            status, there = answer
            if urlsplit(there).scheme not in ("http", "https"):
                scheme = there.partition(":")[0]
                raise BackfileError(f"{url}: it redirects to {scheme}:, which is neither http nor https")
            for_good = for_good and status in _FOR_GOOD
            here, moved = there, there if for_good else moved
        raise BackfileError(f"{url}: it redirects more than {_REDIRECTS} times")

    def _once(self, here: str, url: str, moved: str) -> Fetched | tuple[int, str]:
        """Return the answer of one address, or the status and target of a redirect."""
        request = Request(encoded(here), headers=self._headers)  # noqa: S310, the scheme was checked
        left = max(self._end - time.monotonic(), 0.01)
        with self._opener.open(request, timeout=left) as response:
            headers = response.headers
            if response.status in _FOR_GOOD + _FOR_NOW and headers.get("Location"):
                return response.status, urljoin(here, headers["Location"])
            validators = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
            if response.status == 304 and any(self._conditions.values()):
                return Fetched(None, "", here, moved, validators)
            if response.status != 200:
                raise BackfileError(f"{url}: {_refused(response.status, headers.get('Retry-After', ''))}")
            packed = headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
            data = self._read(response, url, packed=packed)
            return Fetched(data, headers.get("Content-Type", ""), here, moved, validators)

    def _read(self, response: http.client.HTTPResponse, url: str, *, packed: bool) -> bytes:
        """Return the body of an answer, unpacked. Raises BackfileError if it is too large."""
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            try:
                part = unpacker.decompress(chunk, self._bounds.size) if unpacker else chunk
            except zlib.error as error:
                raise BackfileError(f"{url}: it is damaged: {error}; try again later") from None
            parts.append(part)
            size += len(part)
            if size > self._bounds.size or (unpacker and unpacker.unconsumed_tail):
                raise BackfileError(f"{url}: it has more than {self._bounds.size:,} bytes, so it is no feed")
            if time.monotonic() > self._end:
                raise TimeoutError
        expected = response.length  # what a server promised and did not send
        if expected:
            raise BackfileError(f"{url}: the answer ended {expected:,} bytes too early; try again later")
        return b"".join(parts)


def _refused(status: int, wait: str) -> str:
    """Return what a status means, as a sentence without its end."""
    if status == 410:
        return "it is gone for good (410); remove it from your jobs"
    if status in (429, 503) and wait:
        return f"the server asks to be left alone for now ({status}, Retry-After: {wait}); try again later"
    if status in (401, 403):
        return f"the server does not let programs read it ({status})"
    meaning = http.client.responses.get(status, "no answer that is known")
    return f"the server answers {status} ({meaning}); look at the address in a browser"
