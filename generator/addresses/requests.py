"""Write addresses as they are sent in requests."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

#: Characters of an address that are not encoded, percent signs included.
_SAFE = "%/:=&?~#+!$,;'@()*[]|"


def encoded(url: str) -> str:
    """Return an address as it is sent: its host in ASCII, the rest percent-encoded. Raises ValueError."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    port = f":{parts.port}" if parts.port else ""
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, host + port, quote(parts.path, _SAFE), quote(parts.query, _SAFE), ""))
