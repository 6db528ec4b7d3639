"""Request pages of other sites over HTTP, to learn whether they exist.

HEAD is sent first, and GET if a server does not know HEAD (RFC 9110, 9.3.2). Redirects are followed here and
not by the library, because permanent and temporary ones differ; only to http and https.
"""

from __future__ import annotations

import http.client
import time
from typing import NamedTuple, Protocol
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, UnknownHandler

from generator import __version__
from generator.addresses.requests import encoded
from generator.system.network_errors import reason, seconds_to_wait

#: Seconds for a connection, and for each part of an answer.
_TIMEOUT = 15.0
_REDIRECTS = 5
_FOR_GOOD = (301, 308)
_FOR_NOW = (302, 303, 307)
#: Answers of servers that do not know or do not accept HEAD.
_NO_HEAD = (400, 403, 404, 405, 406, 410, 429, 500, 501, 503)


class Answer(NamedTuple):
    """The answer of a site: the status of HTTP, or 0 if there is none; then `why` is the reason.

    `moved` is the address to which the page has moved for good, or "". `wait` is the number of seconds for
    which the site does not want further requests.
    """

    status: int
    moved: str = ""
    why: str = ""
    wait: float = 0.0


class Clock(Protocol):
    """The time and a way to wait; both in seconds."""

    def time(self) -> float:
        """Return seconds since the epoch."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The system's own clock."""

    def time(self) -> float:
        """Return seconds since the epoch."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class HttpClient:
    """Requests pages. `site` is the URL of the archive, which is sent so that other sites know who asks."""

    def __init__(self, site: str, clock: Clock, timeout: float = _TIMEOUT) -> None:
        self._clock = clock
        self._timeout = timeout
        self._headers = {
            "User-Agent": f"Backfile/{__version__} (link check{f'; +{site}' if site else ''})",
            "Accept": "*/*",
        }
        self._opener = OpenerDirector()
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), UnknownHandler()):
            self._opener.add_handler(handler)

    def request(self, url: str) -> Answer:
        """Return the answer for an address, after redirects. Never raises for failures of the network."""
        here, moved, for_good = url, "", True
        for _ in range(_REDIRECTS + 1):
            status, location, answer = self._once(here)
            if status not in _FOR_GOOD + _FOR_NOW or not location:
                return answer._replace(moved=moved)
            there = urljoin(here, location)
            if urlsplit(there).scheme not in ("http", "https"):
                return Answer(
                    0, why=f"it redirects to {there.partition(':')[0]}:, which is not http or https"
                )
            for_good = for_good and status in _FOR_GOOD
            here, moved = there, there if for_good else moved
        return Answer(0, why=f"it redirects more than {_REDIRECTS} times")

    def _once(self, url: str) -> tuple[int, str, Answer]:
        """Return status and Location of one address, and the answer as a whole."""
        answer = Answer(0)
        for method in ("HEAD", "GET"):
            try:
                request = Request(encoded(url), headers=self._headers, method=method)  # noqa: S310
                with self._opener.open(request, timeout=self._timeout) as response:
                    status, headers = response.status, response.headers
            except (http.client.HTTPException, ConnectionError) as error:
                answer = Answer(0, why=reason(error))
                continue
            except (OSError, ValueError) as error:
                return 0, "", Answer(0, why=reason(error))
            wait = seconds_to_wait(headers.get("Retry-After", ""), self._clock.time())
            answer = Answer(status, wait=wait)
            if status not in _NO_HEAD or status == 429:
                return status, headers.get("Location", ""), answer
        return answer.status, "", answer
