"""Connect only to hosts that may be asked, and for a limited time.

The address that is checked is the one that is connected to: a name is resolved here, once for each
connection, so that no name can have a harmless address when it is checked and a different one afterwards.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Services that tell secrets of the machine to whoever asks from it; never asked, whatever is allowed.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "168.63.129.16/32",
        "fe80::/10",
        "fd00:ec2::/32",
        "fd20:ce::/32",
    )
)
#: IPv6 addresses that stand for IPv4 ones behind a gateway (RFC 6052).
_GATEWAY = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenError(Exception):
    """A host may not be asked."""


def is_allowed(text: str, *, allow_private: bool) -> bool:
    """Return whether an IP address may be connected to."""
    address = _plain(ipaddress.ip_address(text.partition("%")[0]))
    if any(address.version == network.version and address in network for network in _NEVER):
        return False
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return False
    if allow_private and (address.is_loopback or address.is_private):
        return True
    return address.is_global


def _plain(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    teredo = address.teredo
    inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
    if address in _GATEWAY:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


class CheckedBackend(httpcore.NetworkBackend):
    """Makes connections for one request, which has to be over at `deadline` (time.monotonic)."""

    def __init__(self, deadline: float, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that may be asked.

        Raises ForbiddenError if none may, and the errors of httpcore.
        """
        error: Exception = ForbiddenError(f"{host} is a private address, or one of this machine")
        for address in _resolved(host, port):
            if not is_allowed(address, allow_private=self._allow_private):
                continue
            try:
                left = _left(self._deadline, timeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
                continue
            return DeadlineStream(stream, self._deadline)
        raise error


def _resolved(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore.ConnectError("there is no host with that name") from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class DeadlineStream(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side sends."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes. Raises httpcore.ReadTimeout."""
        return self._inner.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._inner.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS, for the host by its name."""
        left = _left(self._deadline, timeout)
        return DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the library wants to know of the connection."""
        return self._inner.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it took too long")
    return left if timeout is None else min(left, timeout)
