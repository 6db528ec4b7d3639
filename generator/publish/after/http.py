"""Send one request to a service, and return what it answers."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from generator import __version__
from generator.system.network_errors import reason, seconds_to_wait

#: Seconds for a connection, and for each part of an answer.
_TIMEOUT = 20.0
#: Bytes of an answer that are read.
_MOST = 100_000


class _NoRedirects(HTTPRedirectHandler):
    """Makes redirects errors: they would turn a POST into a GET (RFC 9110, 15.4)."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


class Reply(NamedTuple):
    """An answer: its status (0: none came), its text, the seconds that the service asks to wait.

    Without an answer the text is the reason.
    """

    status: int
    text: str = ""
    wait: float = 0.0


def post(url: str, body: bytes, media_type: str, headers: Mapping[str, str] = {}) -> Reply:
    """Send a body to a service by POST. Never raises for failures of the network."""
    known = {"User-Agent": f"Backfile/{__version__}", "Content-Type": media_type}
    try:
        request = Request(url, body, {**known, **headers}, method="POST")  # noqa: S310  # checked with site.yaml
        with build_opener(_NoRedirects).open(request, timeout=_TIMEOUT) as answer:
            return Reply(answer.status, answer.read(_MOST).decode("utf-8", "replace"))
    except HTTPError as error:
        with error:
            wait = seconds_to_wait(error.headers.get("Retry-After", ""), time.time())
            return Reply(error.code, _text(error), wait)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Reply(0, reason(error))


def _text(error: HTTPError) -> str:
    """Return the text of an answer that says what is wrong."""
    try:
        return error.read(_MOST).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
