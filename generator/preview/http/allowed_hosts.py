"""Decide by its Host header whether a request is answered.

A page of a different site can make its own name lead to this machine (DNS rebinding) and then read the
preview; but the browser sends that name in the Host header.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104, compared with
_HERE = ("localhost", "127.0.0.1", "::1")


class AllowedHosts:
    """The allowed names: the host that the server listens at, names of this machine, and the user's names."""

    def __init__(self, bound: str, allowed: Iterable[str]) -> None:
        self._names = {name.strip("[]").lower().rstrip(".") for name in (*_HERE, bound, *allowed)}
        self._any_address = bound in _ANYWHERE

    def allows(self, header: str) -> bool:
        """Tell whether a request with this Host header is answered."""
        name = _name(header)
        return name in self._names or (self._any_address and _is_address(name))


def _name(header: str) -> str:
    """Return the host of a Host header (RFC 9110, section 7.2), without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower().rstrip(".")


def _is_address(name: str) -> bool:
    """Tell whether a name is an IP address, which no name server can redirect."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
